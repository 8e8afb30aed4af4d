import { isDocktopusError } from '@docktopus/core';
import type { DurableLimits, Ending } from '../router/index.ts';
import type { AttemptOutcome } from './job-store.ts';
import { storedError } from './stored-error.ts';

/** An attempt that has ended, or whose handler goes on although its signal has aborted. */
export interface EndedAttempt {
  /** `'fenced'`: the handler has not ended. */
  readonly ending: Ending | 'fenced';
  /** Counts from 1. */
  readonly attempt: number;
  /** Why its signal aborted, if it did. */
  readonly reason: unknown;
  readonly deadlineAt: number | undefined;
  readonly now: number;
}

/**
 * What becomes of a durable job after an attempt; `'lost'` when its lease is another worker's, which decides then.
 *
 * | the handler | and its signal | the job |
 * |---|---|---|
 * | returned | | done, whatever its signal says |
 * | asked for a later try | | delayed, the same attempt |
 * | failed | `lease.lost` | as the other worker says |
 * | failed, or ignores its signal | `runner.stopping` | given back, the same attempt |
 * | failed, or ignores its signal | `job.cancelled` | cancelled |
 * | failed, or ignores its signal | `job.expired` | dead |
 * | failed with `PoisonError` | | dead |
 * | failed, or ignores its signal | `timeout`, or not aborted | delayed for the next attempt; dead after the last one, or when that would come after the deadline |
 *
 * @param encode the result as JSON. @throws when it has none
 * @param untilLeaseEndsMs how long a handler that ignores its signal must not be run by another worker.
 */
export function afterAttempt(
  { ending, attempt, reason, deadlineAt, now }: EndedAttempt,
  { retry }: DurableLimits,
  encode: (body: unknown) => string,
  untilLeaseEndsMs: number,
): AttemptOutcome | 'lost' {
  const goesOn = ending === 'fenced';
  if (!goesOn && ending.outcome !== 'failed') return afterEnd(ending, encode);
  const error = goesOn || ending.result.ok ? reason : ending.result.error;
  if (isDocktopusError(reason, 'lease.lost')) return 'lost';
  if (isDocktopusError(reason, 'runner.stopping')) {
    return { kind: 'released', afterMs: goesOn ? untilLeaseEndsMs : 0 };
  }
  if (isDocktopusError(reason, 'job.cancelled')) return { kind: 'cancelled', error: storedError(reason) };
  if (isDocktopusError(reason, 'job.expired')) return { kind: 'dead', error: storedError(reason) };
  let again: boolean;
  try {
    again =
      !isDocktopusError(error, 'job.poison', 'job.too-large', 'job.not-json') &&
      attempt < retry.attempts &&
      retry.when(error, attempt);
  } catch (cause) {
    const message = `${storedError(error).message}; and retry.when failed: ${storedError(cause).message}`;
    return { kind: 'dead', error: { code: 'job.failed', message } };
  }
  const afterMs = retry.waitMs(attempt);
  const inTime = deadlineAt === undefined || now + afterMs < deadlineAt;
  return again && inTime
    ? { kind: 'failed', error: storedError(error), afterMs }
    : { kind: 'dead', error: storedError(error) };
}

function afterEnd(
  ending: Exclude<Ending, { outcome: 'failed' }>,
  encode: (body: unknown) => string,
): AttemptOutcome {
  if (ending.outcome === 'later') return { kind: 'later', afterMs: ending.afterMs };
  if (ending.result === undefined || !ending.result.ok) return { kind: 'done', result: undefined };
  try {
    return { kind: 'done', result: encode(ending.result.body) };
  } catch (error) {
    return { kind: 'dead', error: storedError(error) };
  }
}
