import { DocktopusError } from '@docktopus/core';
import { type Deferred, Semaphore, type Stop, withResolvers } from '@docktopus/core/kit';

/** Beyond this many, a call that pauses keeps its place: what has been accepted must not grow without a bound. */
const MAX_PAUSED = 65_536;

/** The `maxInFlight` places of a runner: who waits for one, who has one, and who has stepped out for a while. */
export class CallPlaces {
  readonly #places: Semaphore;
  readonly #maxWaiting: number;
  readonly #maxPaused: number;
  #refusal: DocktopusError | undefined;
  #paused = 0;
  #steppingIn = 0;
  #whenFree: Deferred<void> | undefined;

  constructor(maxInFlight: number, maxWaiting: number, maxPaused = MAX_PAUSED) {
    this.#places = new Semaphore(maxInFlight);
    this.#maxWaiting = maxWaiting;
    this.#maxPaused = maxPaused;
  }

  /** How many calls that come now need not wait. */
  get free(): number {
    return this.#refusal === undefined ? this.#places.free : 0;
  }

  /** How many wait that have not been accepted. */
  get waiting(): number {
    return this.#places.waiting - this.#steppingIn;
  }

  /** How many accepted calls have given their place back for a while. */
  get paused(): number {
    return this.#paused;
  }

  /** Takes a place if one is free. @throws DocktopusError the refusal once {@link close} was called */
  tryEnter(): boolean {
    if (this.#refusal !== undefined) throw this.#refusal;
    return this.#places.tryEnter();
  }

  /**
   * Takes a place as soon as it is this caller's turn.
   *
   * @throws DocktopusError `runner.overloaded` when too many wait already, the refusal once {@link close} is called;
   * the reason of `stop` when it ends.
   */
  async enter(stop: Stop | undefined): Promise<void> {
    const { waiting } = this;
    if (waiting >= this.#maxWaiting) throw overloaded(waiting);
    await this.#places.enter(stop);
  }

  leave(): void {
    this.#places.leave();
    if (this.#whenFree !== undefined) this.#tellFree();
  }

  /** Resolves when a place has been given back. */
  whenFree(): Promise<void> {
    this.#whenFree ??= withResolvers();
    return this.#whenFree.promise;
  }

  /** Gives a place back for a while. @returns whether it did: beyond a limit the caller keeps its place. */
  stepOut(): boolean {
    if (this.#paused >= this.#maxPaused) return false;
    this.#paused += 1;
    this.leave();
    return true;
  }

  /** A caller that has stepped out does not come back. */
  stayOut(): void {
    this.#paused -= 1;
  }

  /**
   * Takes a place again. An accepted call is not refused any more, neither because too many wait nor because the
   * runner stops.
   *
   * @throws the reason of `stop` when it ends; the caller is still out then.
   */
  async stepIn(stop: Stop): Promise<void> {
    this.#steppingIn += 1;
    try {
      while (!(await this.#entered(stop)));
    } finally {
      this.#steppingIn -= 1;
    }
    this.#paused -= 1;
  }

  /** Admits only calls that have stepped out from now on; callers that wait outside are refused. */
  close(refusal: DocktopusError): void {
    this.#refusal ??= refusal;
    this.#places.refuseWaiting(this.#refusal);
  }

  #tellFree(): void {
    const told = this.#whenFree;
    this.#whenFree = undefined;
    told?.resolve();
  }

  /** `false` when the wait was ended by {@link close}, which does not concern those who have stepped out. */
  async #entered(stop: Stop): Promise<boolean> {
    try {
      await this.#places.enter(stop);
      return true;
    } catch (error) {
      if (error === this.#refusal) return false;
      throw error;
    }
  }
}

function overloaded(waiting: number): DocktopusError {
  return new DocktopusError('runner.overloaded', {
    operation: 'runner.call',
    reason: `${waiting === 1 ? '1 call waits' : `${waiting} calls wait`} for a place already`,
    hint: 'Call less often, or raise maxInFlight or maxWaiting',
    details: { waiting },
  });
}
