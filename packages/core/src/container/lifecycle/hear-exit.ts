import type { Docker, EngineEvent } from '../../engine/index.ts';
import type { ContainerExit } from './container-exit.ts';

/** The end of a container as its events tell it, for containers that leave nothing to look at. */
export class HeardExit implements Disposable {
  #exit: ContainerExit | undefined;
  #oomKilled = false;
  readonly #close: () => void;

  private constructor(close: () => void) {
    this.#close = close;
  }

  /** Resolves once it listens: an end from now on is heard. */
  static async listen(docker: Docker, id: string, signal: AbortSignal): Promise<HeardExit> {
    let close = () => {};
    const heard = new HeardExit(() => close());
    const filters = { type: ['container'], container: [id], event: ['die', 'oom'] };
    const subscription = await docker.engine.watchEvents((event) => heard.#hear(event), { filters, signal });
    close = () => subscription.close();
    return heard;
  }

  get exit(): ContainerExit | undefined {
    return this.#exit;
  }

  [Symbol.dispose](): void {
    this.#close();
  }

  #hear({ action, attributes }: EngineEvent): void {
    if (action === 'oom') this.#oomKilled = true;
    if (action === 'die')
      this.#exit = { exitCode: Number(attributes.exitCode ?? -1), oomKilled: this.#oomKilled };
  }
}
