import { DocktopusError, isDocktopusError } from '../errors/index.ts';
import {
  checkOptions,
  LONGEST_TIMER_MS,
  type OptionReaders,
  readSignal,
  readTimeout,
} from '../input/index.ts';
import type { CallOptions } from './call-options.ts';
import { onAbort } from './on-abort.ts';

/** One call's time and abort signal in one object, released when the call has settled. */
export interface Deadline extends Disposable {
  /** Aborts when the time is up or the caller's signal aborts; its reason is a {@link DocktopusError}. */
  readonly signal: AbortSignal;
  /** Milliseconds left; `Infinity` without a deadline. */
  remainingMs(): number;
  /** Aborts its signal with a reason of somebody else's; the first reason counts. */
  end(reason: DocktopusError): void;
  /** The time no longer counts, the caller's signal does. */
  stopClock(): void;
}

const CALL_OPTIONS: OptionReaders<CallOptions> = { timeoutMs: readTimeout, signal: readSignal };

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
  checkOptions(options, CALL_OPTIONS, operation, subject);
  const timeoutMs = options.timeoutMs || (options.timeoutMs === 0 ? Number.POSITIVE_INFINITY : defaultMs);
  const controller = new AbortController();
  const outer = options.signal;
  if (outer?.aborted) throw abortedError(operation, subject, outer.reason);
  const release =
    outer && onAbort(outer, () => controller.abort(abortedError(operation, subject, outer.reason)));
  const endsAt = performance.now() + timeoutMs;
  const timer =
    timeoutMs > LONGEST_TIMER_MS
      ? undefined
      : setTimeout(() => controller.abort(timeoutError(operation, subject, timeoutMs)), timeoutMs);
  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, endsAt - performance.now()),
    end: (reason) => controller.abort(reason),
    stopClock: () => clearTimeout(timer),
    [Symbol.dispose]() {
      clearTimeout(timer);
      release?.();
    },
  };
}

/**
 * Settles with `promise`, or rejects with the signal's reason as soon as it aborts.
 *
 * The promise itself goes on; its late rejection is swallowed here because its caller has had an answer.
 */
export function abortable<T>(promise: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    const release = onAbort(signal, () => reject(signal.reason));
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

/** Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as it aborts. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(() => {
      release?.();
      resolve();
    }, ms);
    const release =
      signal &&
      onAbort(signal, () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
  });
}

/** A reason that is an error of ours, such as the deadline of a call further up, says more than that it aborted. */
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
    // What is left of a longer deadline has fractions that nobody has given.
    reason: `no answer within ${Math.round(timeoutMs)} ms`,
    hint: 'Give it more time with timeoutMs, or look at what it waits for',
    details: { timeoutMs },
  });
}
