import type { Stop } from '@docktopus/core/kit';
import type { AcceptedCall } from '../job/index.ts';
import type { DispatchedCall, Ending, Match } from '../router/index.ts';
import type { CallPlaces } from './call-places.ts';
import { HeldPlace } from './held-place.ts';

/** Hears of calls and results. Must not throw. */
export interface IntakeListener {
  onAccepted(match: Match | undefined): void;
  /** @param published whether consumers get the result. */
  onEnding(match: Match | undefined, ending: Ending, call: AcceptedCall, published: boolean): void;
}

/** What all calls of an intake share. */
export interface IntakeShared {
  readonly places: CallPlaces;
  readonly listener: IntakeListener;
}

/** An accepted call that has not ended. */
export class InFlight implements DispatchedCall {
  readonly call: AcceptedCall;
  readonly match: Match | undefined;
  readonly submitterDecides: boolean;
  readonly ended: Promise<Ending>;
  readonly #shared: IntakeShared;
  /** `undefined` once it has ended. */
  #resolve: ((ending: Ending) => void) | undefined;
  /** `undefined` while the only handler has not paused: the call just has its place. */
  #place: HeldPlace | undefined;

  constructor(call: AcceptedCall, match: Match | undefined, submitterDecides: boolean, shared: IntakeShared) {
    this.call = call;
    this.match = match;
    this.submitterDecides = submitterDecides;
    this.#shared = shared;
    // Every call has one of these: a function fewer than a deferred.
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    if (match !== undefined) match.counters.inFlight += 1;
    shared.listener.onAccepted(match);
  }

  get callId(): string {
    return this.call.id;
  }

  get signal(): AbortSignal {
    return this.call.signal;
  }

  get abortReason(): unknown {
    return this.call.abortReason;
  }

  onAbort(listener: () => void): () => void {
    return this.call.onAbort(listener);
  }

  pause(ms: number, stop: Stop): Promise<void> {
    return this.#held().pause(ms, stop);
  }

  handlerEnded(): void {
    this.#held().handlerEnded();
  }

  onBeside(ending: Ending): void {
    if (this.#resolve !== undefined) this.#shared.listener.onEnding(this.match, ending, this.call, true);
  }

  /** Tells the listener, gives the place back and settles {@link ended}. */
  end(ending: Ending): void {
    const { places, listener } = this.#shared;
    const resolve = this.#resolve;
    this.#resolve = undefined;
    listener.onEnding(this.match, ending, this.call, !this.submitterDecides);
    this.call.end();
    if (this.match !== undefined) this.match.counters.inFlight -= 1;
    if (this.#place === undefined) places.leave();
    else this.#place.release();
    resolve?.(ending);
  }

  #held(): HeldPlace {
    const handlers = 1 + (this.match?.beside.length ?? 0);
    this.#place ??= new HeldPlace(this.call, this.#shared.places, handlers);
    return this.#place;
  }
}
