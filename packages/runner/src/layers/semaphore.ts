import { DocktopusError } from '@docktopus/core';

interface Waiter {
  readonly enter: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** A number of places, and those who wait for one in order. */
export class Semaphore {
  readonly #places: number;
  readonly #maxWaiting: number;
  readonly #waiting = new Set<Waiter>();
  #taken = 0;

  /** @throws DocktopusError `runner.invalid` when `places` is not a positive integer. */
  constructor(places: number, maxWaiting = Number.POSITIVE_INFINITY) {
    if (!(Number.isSafeInteger(places) && places > 0)) {
      throw new DocktopusError('runner.invalid', {
        operation: 'concurrency',
        subject: String(places),
        reason: 'the limit must be a positive integer',
      });
    }
    this.#places = places;
    this.#maxWaiting = maxWaiting;
  }

  get taken(): number {
    return this.#taken;
  }

  get free(): number {
    return this.#waiting.size > 0 ? 0 : this.#places - this.#taken;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Takes a place when one is free and nobody waits for it. */
  tryEnter(): boolean {
    if (this.#taken >= this.#places || this.#waiting.size > 0) return false;
    this.#taken += 1;
    return true;
  }

  /**
   * Takes a place as soon as it is this caller's turn.
   *
   * @throws DocktopusError `runner.overloaded` when too many wait already; the signal's reason when it aborts.
   */
  enter(signal?: AbortSignal): Promise<void> {
    if (this.tryEnter()) return Promise.resolve();
    if (this.#waiting.size >= this.#maxWaiting) return Promise.reject(overloaded(this.#waiting.size));
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        this.#waiting.delete(waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        enter: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        refuse: (reason) => {
          signal?.removeEventListener('abort', onAbort);
          reject(reason);
        },
      };
      this.#waiting.add(waiter);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Gives a place back; the first of those who wait gets it. */
  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#taken -= 1;
      return;
    }
    this.#waiting.delete(next);
    next.enter();
  }

  /** Sends everyone who waits away. */
  refuseWaiting(reason: unknown): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const waiter of waiting) waiter.refuse(reason);
  }
}

function overloaded(waiting: number): DocktopusError {
  return new DocktopusError('runner.overloaded', {
    operation: 'concurrency',
    reason: `${waiting} calls wait for their turn already`,
    hint: 'Call less often, or allow more at a time',
    details: { waiting },
  });
}
