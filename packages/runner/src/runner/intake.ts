import { DocktopusError, type Injector, Semaphore, withResolvers } from '@docktopus/core';
import { AcceptedCall, checkedJobId, type JobRequest, type JobResult } from '../job/index.ts';
import { type BoundRouter, dispatch, type Ending, failed, type Match } from '../router/index.ts';

/** Who hears of calls and results. Must not throw. */
export interface IntakeListener {
  onAccepted(match: Match | undefined): void;
  onEnding(match: Match | undefined, ending: Ending, call: AcceptedCall): void;
}

export interface IntakeOptions {
  readonly router: BoundRouter;
  readonly injector: Injector;
  readonly maxInFlight: number;
  readonly maxWaiting: number;
  readonly listener: IntakeListener;
}

/** An accepted call, and its answer when there is one. */
export interface Accepted {
  readonly callId: string;
  /** Never rejects. */
  readonly ended: Promise<Ending>;
}

/**
 * The one door that calls come in by. Every call that is accepted ends exactly once, whatever its handlers do; at
 * most `maxInFlight` are in at a time, the others wait in order outside of the door, not accepted yet.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #places: Semaphore;
  readonly #inFlight = new Set<InFlight>();
  readonly #whenEmpty: (() => void)[] = [];
  #refusal: DocktopusError | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#places = new Semaphore(options.maxInFlight);
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Whether a call that comes now need not wait. */
  get hasRoom(): boolean {
    return this.#refusal === undefined && this.#places.free > 0;
  }

  /** How many wait outside of the door. */
  get waiting(): number {
    return this.#places.waiting;
  }

  /**
   * Accepts a call as soon as there is a place for it; at once when there is one.
   *
   * @throws DocktopusError `runner.state` when no more calls are accepted, `runner.overloaded` when too many wait,
   * `job.invalid` for an id that cannot be one; the signal's reason when it aborts first.
   */
  accept(request: JobRequest): Accepted | Promise<Accepted> {
    if (this.#refusal !== undefined) throw this.#refusal;
    checkedJobId(request.jobId);
    if (this.#places.tryEnter()) return this.#start(request);
    if (this.#places.waiting >= this.#options.maxWaiting) throw overloaded(this.#places.waiting);
    return this.#places.enter(request.signal).then(() => this.#start(request));
  }

  /** Accepts nothing from now on; who waits is sent away. */
  close(refusal: DocktopusError): void {
    this.#refusal ??= refusal;
    this.#places.refuseWaiting(this.#refusal);
  }

  /** Resolves when no call is in. */
  empty(): Promise<void> {
    if (this.#inFlight.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenEmpty.push(resolve));
  }

  /** Aborts the signals of all calls that are in. */
  abort(reason: Error): void {
    for (const { call } of this.#inFlight) call.abort(reason);
  }

  /** Ends all calls that are in with `reason`, whatever their handlers still do. @returns how many. */
  abandon(reason: Error): number {
    const left = [...this.#inFlight];
    for (const run of left) this.#settle(run, failed('runner', run.call, reason));
    return left.length;
  }

  #start(request: JobRequest): InFlight {
    const run = new InFlight(new AcceptedCall(request), this.#options.router.match(request.jobId));
    this.#inFlight.add(run);
    this.#options.listener.onAccepted(run.match);
    void this.#dispatch(run);
    return run;
  }

  async #dispatch(run: InFlight): Promise<void> {
    const onBeside = (ending: Ending) => this.#tell(run, ending);
    this.#settle(run, await dispatch(run.match, run.call, this.#options.injector, onBeside));
  }

  #tell(run: InFlight, ending: Ending): void {
    if (this.#inFlight.has(run)) this.#options.listener.onEnding(run.match, ending, run.call);
  }

  /** What ends after its call was abandoned comes too late. */
  #settle(run: InFlight, ending: Ending): void {
    if (!this.#inFlight.delete(run)) return;
    this.#options.listener.onEnding(run.match, ending, run.call);
    run.call.end();
    this.#places.leave();
    run.end(ending);
    if (this.#inFlight.size === 0) for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }
}

class InFlight implements Accepted {
  readonly call: AcceptedCall;
  readonly match: Match | undefined;
  readonly #ended = withResolvers<Ending>();

  constructor(call: AcceptedCall, match: Match | undefined) {
    this.call = call;
    this.match = match;
  }

  get ended(): Promise<Ending> {
    return this.#ended.promise;
  }

  end(ending: Ending): void {
    this.#ended.resolve(ending);
  }

  get callId(): string {
    return this.call.id;
  }
}

/** The body that a call came to; `undefined` when it has no result. @throws what the call failed with. */
export function answerOf(ending: Ending): unknown {
  const result: JobResult | undefined = ending.result;
  if (result === undefined) return undefined;
  if (!result.ok) throw result.error;
  return result.body;
}

function overloaded(waiting: number): DocktopusError {
  return new DocktopusError('runner.overloaded', {
    operation: 'runner.call',
    reason: `${waiting} calls are waiting already`,
    hint: 'Call less often, or allow more at a time with maxInFlight',
    details: { waiting },
  });
}
