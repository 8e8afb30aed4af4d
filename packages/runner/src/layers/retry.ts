import { DocktopusError, delay, isDocktopusError } from '@docktopus/core';
import type { Layer } from '../job/index.ts';
import { type BackoffOptions, backoff } from './backoff.ts';

export interface RetryOptions extends BackoffOptions {
  /** How often the job runs at most, the first time included. @default 3 */
  readonly attempts?: number | undefined;
  /** Whether a failure is worth another attempt. @default all but bodies that are not accepted and calls that were aborted */
  readonly when?: ((error: unknown, attempt: number) => boolean) | undefined;
}

/**
 * Runs the job again after a failure, with growing waits. It fails with the error of its last attempt.
 *
 * @throws DocktopusError `runner.invalid` when an option is out of range.
 */
export function retry(options: number | RetryOptions = {}): Layer {
  const {
    attempts = 3,
    when = isWorthRetrying,
    ...waits
  } = typeof options === 'number' ? { attempts: options } : options;
  if (!(attempts >= 1)) {
    throw new DocktopusError('runner.invalid', {
      operation: 'retry',
      subject: String(attempts),
      reason: 'attempts must be at least 1',
    });
  }
  const waitMs = backoff(waits);
  return async (call, next) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await next();
      } catch (error) {
        if (attempt >= attempts || !when(error, attempt)) throw error;
        const aborted = await waitUnlessAborted(waitMs(attempt), call.signal);
        if (aborted) throw error;
      }
    }
  };
}

function isWorthRetrying(error: unknown): boolean {
  return !isDocktopusError(error, 'job.body-invalid', 'aborted');
}

async function waitUnlessAborted(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return true;
  return delay(ms, signal).then(
    () => false,
    () => true,
  );
}
