import { type AttemptOutcome, type Retention, type StoredError } from '@docktopus/runner/durable';
import type { IQueueBackend, JobJson, KeepJobs } from 'bullmq';
import { failureText, rowText } from './bull-job.ts';
import type { BullLease } from './bull-lease.ts';

/** What BullMQ answers when the lock is another's, or the job is gone. */
const NOT_HELD = new Set([-1, -2, -3, -6]);

/** The next job of the line, which the same token holds from now on. */
export interface NextJob {
  readonly data: JobJson;
  readonly id: string;
}

export interface Settled {
  /** Whether the lock was still held: otherwise nothing has been written. */
  readonly held: boolean;
  readonly next?: NextJob | undefined;
}

/**
 * Writes the end of an attempt.
 *
 * @param claimNext whether the next job of the line is claimed in the same round trip, if the outcome ends the job.
 */
export async function settleBull(
  backend: IQueueBackend,
  lease: BullLease,
  outcome: AttemptOutcome,
  retention: Retention,
  claimNext: boolean,
): Promise<Settled> {
  try {
    return { held: true, next: nextJob(await write(backend, lease, outcome, retention, claimNext)) };
  } catch (error) {
    if (isNotHeld(error)) return { held: false };
    throw error;
  }
}

/** Whether an outcome is the end of its job: BullMQ claims the next one with such an end alone. */
export function endsJob({ kind }: AttemptOutcome): boolean {
  return kind === 'done' || kind === 'dead' || kind === 'cancelled';
}

async function write(
  backend: IQueueBackend,
  { bull, token, job }: BullLease,
  outcome: AttemptOutcome,
  { done, dead }: Retention,
  claimNext: boolean,
): Promise<unknown> {
  switch (outcome.kind) {
    case 'done':
      return (await backend.moveToCompleted(bull, outcome.result ?? null, keep(done), token, claimNext))
        .result;
    case 'dead':
    case 'cancelled': {
      const reason = failureText(outcome.error, outcome.kind);
      return (await backend.moveToFailed(bull, reason, keep(dead), token, claimNext)).result;
    }
    case 'failed':
      return delay(backend, job.id, token, outcome.afterMs, false, outcome.error);
    case 'refused': {
      // Only its holder can renew the lock, so nobody else writes this.
      if ((await backend.extendLock(job.id, token, 10_000)) === 0)
        throw Object.assign(new Error('lost'), { code: -2 });
      await backend.addLog(job.id, rowText({ kind: 'refusal', refusal: outcome.refusal }));
      return delay(backend, job.id, token, outcome.afterMs, true, undefined);
    }
    case 'later':
    case 'released':
      return outcome.afterMs > 0
        ? delay(backend, job.id, token, outcome.afterMs, true, job.error)
        : backend.moveJobFromActiveToWait(job.id, token).then(() => undefined);
  }
}

/** BullMQ answers with the next job, its id, and how long its limits last. */
function nextJob(answer: unknown): NextJob | undefined {
  if (!Array.isArray(answer)) return undefined;
  const [data, id] = answer as [JobJson | null | undefined, string];
  return data ? { data, id } : undefined;
}

async function delay(
  backend: IQueueBackend,
  id: string,
  token: string,
  afterMs: number,
  sameAttempt: boolean,
  error: StoredError | undefined,
): Promise<void> {
  const [now, ms] = [Date.now(), Math.max(1, Math.ceil(afterMs))];
  const failedReason = JSON.stringify({ as: 'failed', due: now + ms, error });
  await backend.moveToDelayed(id, now, ms, token, {
    skipAttempt: sameAttempt,
    fieldsToUpdate: { failedReason },
  });
}

function keep({ ms, count }: Retention['done']): KeepJobs {
  return { age: Math.ceil(ms / 1000), count };
}

function isNotHeld(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'number' && NOT_HELD.has(code);
}
