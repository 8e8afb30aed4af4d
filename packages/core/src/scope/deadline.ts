import { DocktopusError, isDocktopusError } from '../errors/index.ts';
import { CALL_OPTIONS, checkSharedOptions, LONGEST_TIMER_MS } from '../input/index.ts';
import { heldUpGraceMs } from './answer-time.ts';
import { type CallOptions, GIVEN_MS } from './call-options.ts';
import { type Ending, knownEnding, type Stop } from './ending.ts';
import { endingOf } from './ending-of.ts';
import { NEVER } from './on-abort.ts';
import { OpenEnding } from './open-ending.ts';

/** One call's time and abort signal in one object, released when the call has settled. */
export interface Deadline extends Ending, Disposable {
  /** Aborts when the time is up or the caller's signal aborts; its reason is a {@link DocktopusError}. */
  readonly signal: AbortSignal;
  /** Milliseconds left; `Infinity` without a deadline. */
  remainingMs(): number;
  /**
   * What is left, as the time of a call that is a part of this one. If that call is late, it names the time that this
   * one was given, which is the number that its caller knows.
   *
   * @param leftMs less than what is left, to keep some for later.
   */
  rest(leftMs?: number): Pick<CallOptions, 'timeoutMs'>;
}

/** A deadline that may also end for a reason of its holder's. */
export interface EndableDeadline extends Deadline {
  /** Why it has ended; `undefined` while it goes on. */
  readonly reason: DocktopusError | undefined;
  /** Aborts its signal with `reason`; the first reason counts. */
  end(reason: DocktopusError): void;
  /** The time no longer counts, the caller's signal does. */
  stopClock(): void;
  /** As {@link abortable} with its signal. */
  race<T>(promise: PromiseLike<T>): Promise<T>;
}

/**
 * Starts a deadline for the call `operation` on `subject`.
 *
 * @throws DocktopusError `aborted` when the signal has aborted already; `spec.invalid` for options that are neither.
 */
export function startDeadline(
  options: CallOptions,
  defaultMs: number,
  operation: string,
  subject?: string,
): Deadline {
  const timeoutMs = timeoutOf(options, defaultMs, operation, subject);
  const { signal = NEVER } = options;
  if (timeoutMs === Number.POSITIVE_INFINITY && signal === NEVER) return ENDLESS;
  return new CallDeadline(timeoutMs, options[GIVEN_MS], endingOf(signal), operation, subject);
}

/** As {@link startDeadline}, for a holder that may end the call for other reasons. */
export function startEndableDeadline(
  options: StoppableOptions,
  defaultMs: number,
  operation: string,
  subject?: string,
): EndableDeadline {
  const timeoutMs = timeoutOf(options, defaultMs, operation, subject);
  return new CallDeadline(
    timeoutMs,
    options[GIVEN_MS],
    endingOf(options.signal ?? NEVER),
    operation,
    subject,
  );
}

/** The options of a call, with an ending in place of its signal. */
type StoppableOptions = Omit<CallOptions, 'signal'> & { readonly signal?: Stop | undefined };

function timeoutOf(
  options: StoppableOptions,
  defaultMs: number,
  operation: string,
  subject: string | undefined,
): number {
  if (!isInnerCall(options)) checkSharedOptions(options, CALL_OPTIONS, operation, subject);
  return options.timeoutMs || (options.timeoutMs === 0 ? Number.POSITIVE_INFINITY : defaultMs);
}

/** Whether the options have nothing but a signal that a call has had before, and that was checked then. */
function isInnerCall({ timeoutMs, signal }: StoppableOptions): boolean {
  return timeoutMs === undefined && knownEnding(signal) !== undefined;
}

/** Of a call that nothing ends early. */
const ENDLESS: Deadline = Object.freeze({
  reason: undefined,
  signal: NEVER,
  onEnd: () => () => undefined,
  remainingMs: () => Number.POSITIVE_INFINITY,
  rest: (leftMs = Number.POSITIVE_INFINITY) => ({ timeoutMs: leftMs }),
  [Symbol.dispose]: () => undefined,
});

class CallDeadline extends OpenEnding<DocktopusError> implements EndableDeadline {
  readonly #operation: string;
  readonly #subject: string | undefined;
  readonly #givenMs: number;
  #endsAt: number;
  #timer: NodeJS.Timeout | undefined;
  #mayExtend = true;
  readonly #release: () => void;

  constructor(
    timeoutMs: number,
    givenMs: number | undefined,
    outer: Ending,
    operation: string,
    subject: string | undefined,
  ) {
    if (outer.reason !== undefined) throw abortedError(operation, subject, outer.reason);
    super();
    this.#operation = operation;
    this.#subject = subject;
    this.#givenMs = givenMs ?? timeoutMs;
    this.#endsAt = performance.now() + timeoutMs;
    this.#release = outer.onEnd(() => this.end(abortedError(operation, subject, outer.reason)));
    this.#timer = timeoutMs > LONGEST_TIMER_MS ? undefined : setTimeout(endOfTime, timeoutMs, this);
  }

  remainingMs(): number {
    const leftMs = this.#endsAt - performance.now();
    return leftMs >= 0 ? leftMs : this.#extend(-leftMs);
  }

  rest(leftMs = this.remainingMs()): Pick<CallOptions, 'timeoutMs'> {
    // No time at all would mean no deadline.
    const rest: CallOptions = { timeoutMs: Math.max(1, leftMs), [GIVEN_MS]: this.#givenMs };
    return rest;
  }

  endForTime(): void {
    if (this.#extend(performance.now() - this.#endsAt) > 0) return;
    this.end(timeoutError(this.#operation, this.#subject, this.#givenMs));
  }

  stopClock(): void {
    clearTimeout(this.#timer);
    this.#mayExtend = false;
  }

  race<T>(promise: PromiseLike<T>): Promise<T> {
    return abortable(promise, this);
  }

  [Symbol.dispose](): void {
    this.stopClock();
    this.#release();
  }

  /** Once, if this process was held up when the time was up: the milliseconds that the call then has more. */
  #extend(lateMs: number): number {
    const graceMs = this.#mayExtend && this.reason === undefined ? heldUpGraceMs(lateMs) : 0;
    if (graceMs > 0) {
      this.stopClock();
      this.#endsAt = performance.now() + graceMs;
      this.#timer = setTimeout(endOfTime, graceMs, this);
    }
    return graceMs;
  }
}

function endOfTime(deadline: CallDeadline): void {
  deadline.endForTime();
}

/**
 * Settles with `promise`, or rejects with the reason of `stop` as soon as it ends.
 *
 * The promise itself goes on; its late rejection is swallowed here because its caller has had an answer.
 */
export function abortable<T>(promise: PromiseLike<T>, stop: Stop): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const ending = endingOf(stop);
    const end = () => reject(ending.reason as Error);
    if (ending.reason !== undefined) end();
    const release = ending.onEnd(end);
    promise.then(
      (value) => {
        release();
        resolve(value);
      },
      (error: unknown) => {
        release();
        reject(error);
      },
    );
  });
}

/** Resolves after `ms` milliseconds, or rejects with the reason of `stop` as soon as it ends. */
export function delay(ms: number, stop?: Stop): Promise<void> {
  return new Promise((resolve, reject) => {
    const ending = stop && endingOf(stop);
    if (ending?.reason !== undefined) {
      reject(ending.reason as Error);
      return;
    }
    const timer = setTimeout(() => {
      release?.();
      resolve();
    }, ms);
    const release = ending?.onEnd(() => {
      clearTimeout(timer);
      reject(ending.reason as Error);
    });
  });
}

/** A reason that is a DocktopusError, such as the deadline of a call further up, says more than that it aborted. */
export function abortedError(operation: string, subject: string | undefined, cause: unknown): DocktopusError {
  if (isDocktopusError(cause)) return cause;
  return new DocktopusError('aborted', { operation, subject, reason: 'the caller aborted', cause });
}

export function timeoutError(
  operation: string,
  subject: string | undefined,
  timeoutMs: number,
): DocktopusError {
  return new DocktopusError('timeout', {
    operation,
    subject,
    // What is left of a longer deadline has fractions that no caller has given.
    reason: `no answer within ${Math.round(timeoutMs)} ms`,
    hint: 'Raise timeoutMs, or find out what it waits for',
    details: { timeoutMs },
  });
}
