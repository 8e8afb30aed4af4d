import { type AttemptOutcome, type Retention, type StoredError } from '@docktopus/runner/durable';
import type { IQueueBackend, KeepJobs } from 'bullmq';
import { failureText, rowText } from './bull-job.ts';
import type { BullLease } from './bull-lease.ts';

/** What BullMQ answers when the lock is another's, or the job is gone. */
const NOT_HELD = new Set([-1, -2, -3, -6]);

/** Writes the end of an attempt. @returns whether the lock was still held. */
export async function settleBull(
  backend: IQueueBackend,
  lease: BullLease,
  outcome: AttemptOutcome,
  retention: Retention,
): Promise<boolean> {
  try {
    await write(backend, lease, outcome, retention);
    return true;
  } catch (error) {
    if (isNotHeld(error)) return false;
    throw error;
  }
}

async function write(
  backend: IQueueBackend,
  { bull, token, job }: BullLease,
  outcome: AttemptOutcome,
  { done, dead }: Retention,
): Promise<void> {
  switch (outcome.kind) {
    case 'done':
      await backend.moveToCompleted(bull, outcome.result ?? null, keep(done), token, false);
      return;
    case 'dead':
    case 'cancelled':
      await backend.moveToFailed(bull, failureText(outcome.error, outcome.kind), keep(dead), token, false);
      return;
    case 'failed':
      await delay(backend, job.id, token, outcome.afterMs, false, outcome.error);
      return;
    case 'refused': {
      // Only its holder can renew the lock, so nobody else writes this.
      if ((await backend.extendLock(job.id, token, 10_000)) === 0)
        throw Object.assign(new Error('lost'), { code: -2 });
      await backend.addLog(job.id, rowText({ kind: 'refusal', refusal: outcome.refusal }));
      await delay(backend, job.id, token, outcome.afterMs, true, undefined);
      return;
    }
    case 'later':
    case 'released':
      if (outcome.afterMs > 0) await delay(backend, job.id, token, outcome.afterMs, true, job.error);
      else await backend.moveJobFromActiveToWait(job.id, token);
  }
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
