import type { Docker } from '../engine/index.ts';
import { isDocktopusError } from '../errors/index.ts';
import { inParallel } from '../scope/index.ts';
import { parseSession } from './session.ts';

/**
 * Whether the containers that sessions run in still run, as the engine said when it was last asked. A session began while its
 * container ran and ends with that run: once gone, it stays gone.
 */
export class SessionContainers {
  readonly #engine: Pick<Docker['engine'], 'inspectContainer'>;
  readonly #states = new Map<string, 'runs' | 'gone'>();

  constructor({ engine }: Pick<Docker, 'engine'>) {
    this.#engine = engine;
  }

  /** Asks for the containers of printed sessions, as labels have them. */
  async look(sessions: Iterable<string | undefined>, signal?: AbortSignal): Promise<void> {
    const ids = [...sessions].flatMap((printed) => parseSession(printed ?? '')?.container ?? []);
    const unsure = [...new Set(ids)].filter((id) => this.#states.get(id) !== 'gone');
    await inParallel(unsure, async (id) => {
      this.#states.set(id, (await this.#runs(id, signal)) ? 'runs' : 'gone');
    });
  }

  /** `undefined` for a container that was not asked for. */
  stateOf(id: string): 'runs' | 'gone' | undefined {
    return this.#states.get(id);
  }

  async #runs(id: string, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      return (await this.#engine.inspectContainer(id, { signal })).State.Running;
    } catch (error) {
      if (isDocktopusError(error, 'container.not-found')) return false;
      throw error;
    }
  }
}
