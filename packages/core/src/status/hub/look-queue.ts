/** `urgent`: something may have changed, or somebody waits. `routine`: just to be sure. */
export type Lane = 'urgent' | 'routine';

/**
 * Runs looks, each item at most once at a time in the queue, at most `limit` together, urgent ones first and routine
 * ones one by one: a round over everything never keeps a real change waiting.
 */
export class LookQueue<T> {
  readonly #limit: number;
  readonly #run: (item: T, lane: Lane) => Promise<void>;
  readonly #lanes: Readonly<Record<Lane, Set<T>>> = { urgent: new Set(), routine: new Set() };
  #running = 0;
  #routineRunning = 0;

  /** @param run never rejects. */
  constructor(limit: number, run: (item: T, lane: Lane) => Promise<void>) {
    this.#limit = limit;
    this.#run = run;
  }

  add(item: T, lane: Lane): void {
    const { urgent, routine } = this.#lanes;
    if (lane === 'urgent') {
      routine.delete(item);
      urgent.add(item);
    } else if (!urgent.has(item)) {
      routine.add(item);
    }
    this.#pump();
  }

  remove(item: T): void {
    this.#lanes.urgent.delete(item);
    this.#lanes.routine.delete(item);
  }

  #pump(): void {
    while (this.#running < this.#limit) {
      const lane: Lane = this.#lanes.urgent.size > 0 ? 'urgent' : 'routine';
      if (lane === 'routine' && this.#routineRunning > 0) return;
      const [item] = this.#lanes[lane];
      if (item === undefined) return;
      this.#lanes[lane].delete(item);
      void this.#start(item, lane);
    }
  }

  async #start(item: T, lane: Lane): Promise<void> {
    this.#running += 1;
    if (lane === 'routine') this.#routineRunning += 1;
    await this.#run(item, lane);
    this.#running -= 1;
    if (lane === 'routine') this.#routineRunning -= 1;
    this.#pump();
  }
}
