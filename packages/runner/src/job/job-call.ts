import {
  asGiven,
  checkOptions,
  type Ending,
  endingOf,
  type OptionReaders,
  readInteger,
  readSignal,
  type Stop,
} from '@docktopus/core/kit';
import { EARLY_END, earlyEnd } from './early-end.ts';
import type { JobId } from './job-id.ts';
import { requireCall } from './require-call.ts';
import type { SubmitOptions } from './submit-options.ts';

/** Text that travels with a call to its results: where it came from, who asked. Never a secret. */
export type JobMetadata = Readonly<Record<string, string>>;

/** What a producer hands in: a call that has not been accepted yet. Every {@link JobCall} is one. */
export interface JobRequest<Body = unknown> {
  readonly jobId: JobId;
  readonly body?: Body | undefined;
  /** @default {} */
  readonly metadata?: JobMetadata | undefined;
  /** @default unique text */
  readonly id?: string | undefined;
  /** Cancels this call alone. An ending does the same as its signal, which costs more than a small job. */
  readonly signal?: Stop | undefined;
  /** How a durable job is kept; other jobs have no use for it. */
  readonly durable?: SubmitOptions | undefined;
  /** For producers that try a call again themselves: which attempt this is. @default 1 */
  readonly attempt?: number | undefined;
  /**
   * For the same: whether the submitter alone decides what an ending means. A handler's wish for a later try is then an
   * ending, and consumers do not get the result. @default false
   */
  readonly submitterDecides?: boolean | undefined;
  /** What layers and handlers find in the call's extensions. @default nothing */
  readonly extensions?: Map<unknown, unknown> | undefined;
}

/** One call of a job, as handlers and layers see it. */
export interface JobCall<Body = unknown> {
  /** Unique; its results carry it. */
  readonly id: string;
  readonly jobId: JobId;
  readonly body: Body;
  readonly metadata: JobMetadata;
  /** Room for layers to leave things for handlers and for each other. */
  readonly extensions: Map<unknown, unknown>;
  /**
   * Counts from 1; a retry after a failure is the next one. A later try that the handler asked for with
   * `JobOutcome.retryAfter()` has not failed, and is the same attempt.
   */
  readonly attempt: number;
  /**
   * Aborts when the call is to end early. The code of its reason says why: `timeout`, `job.cancelled` when its caller
   * gave up, `runner.stopping` when the runner's grace period is over.
   */
  readonly signal: AbortSignal;
}

/** What a layer passes on instead of what it got. */
interface CallChange {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly attempt?: number;
}

const CHANGE: OptionReaders<CallChange> = { body: asGiven, signal: readSignal, attempt: readInteger(1) };

/**
 * The same call with another body, signal or attempt, for layers that pass on something else than they got.
 *
 * @throws DocktopusError `runner.invalid` for what is no call, and for a change that no call can have.
 */
export function deriveCall(call: JobCall, change: CallChange): JobCall {
  requireCall(call, 'deriveCall');
  checkOptions(change, CHANGE, 'deriveCall', undefined, 'runner.invalid');
  return new DerivedCall(call, change, change.signal);
}

/** The same call, which ends early with `ending`. */
export function endsWith(call: JobCall, ending: Ending): JobCall {
  return new DerivedCall(call, {}, ending);
}

/** A call that shares with `call` what it does not change. */
export class DerivedCall implements JobCall {
  readonly id: string;
  readonly jobId: JobId;
  readonly body: unknown;
  readonly metadata: JobMetadata;
  readonly attempt: number;
  readonly #call: JobCall;
  readonly #stop: Stop | undefined;

  constructor(call: JobCall, change: CallChange = {}, stop?: Stop) {
    this.id = call.id;
    this.jobId = call.jobId;
    this.body = 'body' in change ? change.body : call.body;
    this.metadata = call.metadata;
    this.attempt = change.attempt ?? call.attempt;
    this.#call = call;
    this.#stop = stop;
  }

  get extensions(): Map<unknown, unknown> {
    return this.#call.extensions;
  }

  get signal(): AbortSignal {
    return this[EARLY_END].signal;
  }

  get [EARLY_END](): Ending {
    return this.#stop === undefined ? earlyEnd(this.#call) : endingOf(this.#stop);
  }
}
