import { isDocktopusError } from '@docktopus/core';
import {
  checkOptions,
  type Ending,
  type OptionReaders,
  type Reader,
  readFunction,
  readInteger,
} from '@docktopus/core/kit';
import { type CallScope, deriveCall, earlyEnd, type Layer } from '../job/index.ts';
import { BACKOFF_OPTIONS, type BackoffOptions, backoff } from './backoff.ts';

/** Options of `retry()`. */
export interface RetryOptions extends BackoffOptions {
  /** How often the job runs at most, the first time included. @default 3 */
  readonly attempts?: number | undefined;
  /** Whether a failure is worth another attempt. @default all but bodies that do not match and calls that were told to end */
  readonly when?: ((error: unknown, attempt: number) => boolean) | undefined;
}

/** {@link RetryOptions}, checked. */
export interface RetryPolicy {
  readonly attempts: number;
  when(error: unknown, attempt: number): boolean;
  /** Milliseconds between the failed attempt of this number, counted from 1, and the next one. */
  waitMs(attempt: number): number;
}

/** `Infinity` tries without end. */
const readAttempts: Reader<number> = (value, problems) =>
  value === Number.POSITIVE_INFINITY ? value : readInteger(1)(value, problems);

const OPTIONS: OptionReaders<RetryOptions> = {
  ...BACKOFF_OPTIONS,
  attempts: readAttempts,
  when: readFunction,
};

/**
 * What `options` mean.
 *
 * @param jitter what is random of each wait where the options do not say.
 * @throws DocktopusError `runner.invalid` when an option is out of range.
 */
export function retryPolicy(options: number | RetryOptions = {}, jitter?: number): RetryPolicy {
  const given: RetryOptions = typeof options === 'number' ? { attempts: options } : options;
  checkOptions(given, OPTIONS, 'retry', undefined, 'runner.invalid');
  const { attempts = 3, when = isWorthRetrying, ...waits } = given;
  return { attempts, when, waitMs: backoff({ jitter, ...waits }) };
}

/**
 * Runs the job again after a failure, with growing waits in which other calls may have its place in the runner. It fails
 * with the error of its last attempt.
 *
 * @throws DocktopusError `runner.invalid` when an option is out of range.
 */
export function retry(options: number | RetryOptions = {}): Layer {
  const { attempts, when, waitMs } = retryPolicy(options);
  return async (call, next, scope) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await next(attempt === 1 ? call : deriveCall(call, { attempt: call.attempt + attempt - 1 }));
      } catch (error) {
        if (attempt >= attempts || !when(error, attempt)) throw error;
        const aborted = await pauseUnlessAborted(scope, waitMs(attempt), earlyEnd(call));
        if (aborted) throw error;
      }
    }
  };
}

function isWorthRetrying(error: unknown): boolean {
  return !isDocktopusError(error, 'job.body-invalid', 'job.cancelled', 'runner.stopping', 'aborted');
}

async function pauseUnlessAborted(scope: CallScope, ms: number, ending: Ending): Promise<boolean> {
  if (ending.reason !== undefined) return true;
  return scope.pause(ms, ending).then(
    () => false,
    () => true,
  );
}
