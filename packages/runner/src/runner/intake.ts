import type { DocktopusError, Injector } from '@docktopus/core';
import { Roster, type RosterEntry } from '@docktopus/core/kit';
import { AcceptedCall, checkedJobId, type JobRequest, type JobResult } from '../job/index.ts';
import { type BoundRouter, dispatch, type Ending, failed } from '../router/index.ts';
import { CallPlaces } from './call-places.ts';
import { InFlight, type IntakeListener, type IntakeShared } from './in-flight.ts';

export interface IntakeOptions {
  readonly router: BoundRouter;
  readonly injector: Injector;
  readonly maxInFlight: number;
  readonly maxWaiting: number;
  readonly listener: IntakeListener;
}

/** An accepted call, and its ending when there is one. */
export interface Accepted {
  readonly callId: string;
  /** The call's own. */
  readonly signal: AbortSignal;
  /** The reason of {@link signal} once it has aborted. */
  readonly abortReason: unknown;
  /** The same as listening to {@link signal}, without making it. */
  onAbort(listener: () => void): () => void;
  /** Never rejects. */
  readonly ended: Promise<Ending>;
}

/**
 * The one door that calls come in by. Every call that is accepted ends exactly once, whatever its handlers do. At most
 * `maxInFlight` run at a time; the others wait in order, not yet accepted.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #places: CallPlaces;
  readonly #shared: IntakeShared;
  readonly #inFlight = new Roster<InFlight>();
  readonly #whenEmpty: (() => void)[] = [];

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#places = new CallPlaces(options.maxInFlight, options.maxWaiting);
    this.#shared = { places: this.#places, listener: options.listener };
  }

  /** Accepted calls that have not ended, those that pause included. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** How many calls that come now need not wait. */
  get free(): number {
    return this.#places.free;
  }

  /** Resolves when a call has given back its place. */
  whenFree(): Promise<void> {
    return this.#places.whenFree();
  }

  /** Calls that wait for a place and have not been accepted. */
  get waiting(): number {
    return this.#places.waiting;
  }

  /** Accepted calls that wait for their next try without holding a place. */
  get paused(): number {
    return this.#places.paused;
  }

  /**
   * Accepts a call as soon as there is a place for it; at once when there is one.
   *
   * @throws DocktopusError `runner.state` when no more calls are accepted, `runner.overloaded` when too many wait,
   * `job.invalid` for an id that cannot be one; the signal's reason when it aborts first.
   */
  accept(request: JobRequest): Accepted | Promise<Accepted> {
    checkedJobId(request.jobId);
    if (this.#places.tryEnter()) return this.#start(request);
    return this.#places.enter(request.signal).then(() => this.#start(request));
  }

  /** Accepts nothing from now on; callers that wait are refused. */
  close(refusal: DocktopusError): void {
    this.#places.close(refusal);
  }

  /** Resolves when no call is in flight. */
  empty(): Promise<void> {
    if (this.#inFlight.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenEmpty.push(resolve));
  }

  /** The calls in flight that are lost when they do not end: not those of a store, which gives them out again. */
  get held(): readonly AcceptedCall[] {
    return [...this.#inFlight].filter(({ submitterDecides }) => !submitterDecides).map(({ call }) => call);
  }

  /** Aborts the signals of all calls in flight. */
  abort(reason: Error): void {
    for (const { call } of this.#inFlight) call.abort(reason);
  }

  /** Ends all calls in flight with `reason`, whatever their handlers still do. @returns the calls. */
  abandon(reason: Error): readonly AcceptedCall[] {
    const left = this.#inFlight.entries();
    for (const entry of left) this.#settle(entry, failed('runner', entry.value.call, reason));
    return left.map(({ value }) => value.call);
  }

  #start(request: JobRequest): InFlight {
    const match = this.#options.router.match(request.jobId);
    const run = new InFlight(
      new AcceptedCall(request),
      match,
      request.submitterDecides === true,
      this.#shared,
    );
    const entry = this.#inFlight.add(run);
    void dispatch(run, this.#options.injector).then((ending) => this.#settle(entry, ending));
    return run;
  }

  /** What ends after its call was abandoned comes too late. */
  #settle(entry: RosterEntry<InFlight>, ending: Ending): void {
    if (!this.#inFlight.delete(entry)) return;
    entry.value.end(ending);
    if (this.#inFlight.size === 0) for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }
}

/** The body that a call came to; `undefined` when it has no result. @throws what the call failed with. */
export function answerOf(ending: Ending): unknown {
  const result: JobResult | undefined = ending.result;
  if (result === undefined) return undefined;
  if (!result.ok) throw result.error;
  return result.body;
}
