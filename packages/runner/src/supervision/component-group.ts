import { setMaxListeners } from 'node:events';
import { stoppingError } from '../job/index.ts';
import type { Logger } from '../log/index.ts';
import { type Supervised, supervise } from './supervise.ts';

/** Components that are started and stopped together. */
export class ComponentGroup {
  readonly #kind: string;
  readonly #log: Logger;
  readonly #controller = new AbortController();
  readonly #running = new Map<Supervised, Promise<void>>();

  /** @param kind `'producer'` or `'background service'`, for messages. */
  constructor(kind: string, log: Logger) {
    this.#kind = kind;
    this.#log = log;
    // Everything in the group listens to it, which is no leak.
    setMaxListeners(0, this.#controller.signal);
  }

  /** Aborts when the group is told to stop. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Those that have not ended. */
  get running(): readonly string[] {
    return [...this.#running.keys()].map(({ name }) => name);
  }

  /**
   * Starts all of `components`.
   *
   * @param onFailure hears of each failure that is to end the runner.
   * @returns once all of them have ended, well or not.
   */
  async run(
    components: readonly Supervised[],
    onFailure: (component: Supervised, error: unknown) => void,
  ): Promise<void> {
    for (const component of components) {
      const ended = supervise(component, this.signal, this.#log)
        .catch((error: unknown) => onFailure(component, error))
        .finally(() => this.#running.delete(component));
      this.#running.set(component, ended);
    }
    await Promise.all(this.#running.values());
  }

  /** Tells all to stop; {@link stopped} says when they have. */
  stop(): void {
    this.#controller.abort(stoppingError(this.#kind, 'the runner is stopping'));
  }

  /** Resolves when all have ended. */
  async stopped(): Promise<void> {
    await Promise.all(this.#running.values());
  }
}
