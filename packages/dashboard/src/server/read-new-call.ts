import { isRecord } from '@docktopus/core/kit';
import type { NewCall } from '../source/index.ts';

const MAX_DELAY_MS = 365 * 86_400_000;

/** Reads the body of `POST jobs`; a text says what is wrong with it. */
export function readNewCall(body: unknown): NewCall | string {
  if (!isRecord(body)) return 'expected an object';
  const { job, idempotencyKey, delayMs, priority } = body;
  if (typeof job !== 'string' && !(Number.isSafeInteger(job) && (job as number) >= 0))
    return 'job: expected the id of a job';
  if (idempotencyKey !== undefined && !(typeof idempotencyKey === 'string' && idempotencyKey.length <= 255)) {
    return 'idempotencyKey: expected at most 255 characters';
  }
  if (delayMs !== undefined && !isBetween(delayMs, 0, MAX_DELAY_MS))
    return 'delayMs: expected milliseconds from 0 to a year';
  if (priority !== undefined && !isBetween(priority, -100, 100)) return 'priority: expected -100 to 100';
  return {
    job: job as string | number,
    body: body.body,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(delayMs !== undefined && { delayMs }),
    ...(priority !== undefined && { priority }),
  };
}

function isBetween(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}
