import type { Docker, EngineEvent } from '../../engine/index.ts';
import { abortable, anySignal, withResolvers } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import { findContainer } from './find-container.ts';
import type { ContainerExit } from './wait-for-exit.ts';

const ON_THE_WAY_MS = 2_000;

/** The end of a container as its events tell it, for containers that leave nothing to look at. */
export class HeardExit implements Disposable {
  readonly #exited = withResolvers<ContainerExit>();
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

  /** The end of a container that is gone; its event may still be on the way. */
  async exit(signal: AbortSignal): Promise<ContainerExit | undefined> {
    try {
      return await abortable(this.#exited.promise, anySignal(signal, AbortSignal.timeout(ON_THE_WAY_MS)));
    } catch {
      // Nobody has heard of its end: it was removed without one, or the connection was lost.
      signal.throwIfAborted();
      return undefined;
    }
  }

  [Symbol.dispose](): void {
    this.#close();
  }

  #hear({ action, attributes }: EngineEvent): void {
    if (action === 'oom') this.#oomKilled = true;
    if (action === 'die')
      this.#exited.resolve({ exitCode: Number(attributes.exitCode ?? -1), oomKilled: this.#oomKilled });
  }
}

/** Listens for the end of a container that the engine removes by itself then: nothing of it is left to look at. */
export async function listenIfNeeded(
  { docker, body }: Pick<Slot, 'docker' | 'body'>,
  id: string,
  signal: AbortSignal,
): Promise<HeardExit | undefined> {
  const { HostConfig } = body ?? (await findContainer(docker, id, { signal })) ?? {};
  return HostConfig?.AutoRemove ? await HeardExit.listen(docker, id, signal) : undefined;
}
