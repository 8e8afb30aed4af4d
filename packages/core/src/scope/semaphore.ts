import type { Stop } from './ending.ts';
import { endingOf } from './ending-of.ts';
import { WaitingLine } from './waiting-line.ts';

/** A number of places, and callers that wait for one in the order of asking. */
export class Semaphore {
  readonly places: number;
  readonly #line = new WaitingLine();
  #taken = 0;

  /** @param places at least 1; `Infinity` lets everybody in. */
  constructor(places: number) {
    if (!(places >= 1)) throw new RangeError(`a semaphore needs at least one place, got ${places}`);
    this.places = places;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Places that a caller would get at once. */
  get free(): number {
    return this.places - this.#taken;
  }

  /** Callers that wait. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Takes a place if one is free. */
  tryEnter(): boolean {
    // Callers wait only while no place is free: `leave` hands a place over and never frees it beside them.
    if (this.#taken >= this.places) return false;
    this.#taken += 1;
    return true;
  }

  /**
   * Takes a place as soon as it is this caller's turn; `leave` gives it back.
   *
   * @throws the reason of `stop` when it ends first; the reason of `refuseWaiting`.
   */
  async enter(stop?: Stop): Promise<void> {
    const reason = stop && endingOf(stop).reason;
    if (reason !== undefined) throw reason as Error;
    if (!this.tryEnter()) await this.#line.wait(stop);
  }

  /** Gives a place back: to the caller that has waited longest, if there is one. */
  leave(): void {
    if (!this.#line.serve()) this.#taken -= 1;
  }

  /** As `enter`; returns the function that gives the place back, which does so once. */
  async acquire(signal?: AbortSignal): Promise<() => void> {
    await this.enter(signal);
    let held = true;
    return () => {
      if (held) this.leave();
      held = false;
    };
  }

  /**
   * Runs `work` in a place, which is given back when `work` settles, or earlier when it calls `release`.
   *
   * @throws the signal's reason when it aborts before `work` begins; the reason of `refuseWaiting`.
   */
  async run<T>(signal: AbortSignal | undefined, work: (release: () => void) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    if (!this.tryEnter()) await this.#line.wait(signal);
    let held = true;
    const release = () => {
      if (held) this.leave();
      held = false;
    };
    try {
      // The signal may have aborted between the moment of the grant and now.
      signal?.throwIfAborted();
      return await work(release);
    } finally {
      release();
    }
  }

  /** Sends away all callers that wait now. */
  refuseWaiting(reason: unknown): void {
    this.#line.refuseAll(reason);
  }
}

/** A semaphore with one place: one at a time, in the order of asking. */
export class Mutex extends Semaphore {
  constructor() {
    super(1);
  }
}
