import { expiredError } from '@docktopus/runner/durable';
import type { Job } from 'bullmq';
import { type BullData, failureText } from './bull-job.ts';

/** Why a job that has been claimed is over: it was cancelled while it waited, has stalled too often, or comes too late. */
export function reasonNotToRun(job: Job, now: number): string | undefined {
  const { cancelled, deadlineAt } = job.data as BullData;
  if (cancelled !== undefined) return failureText(cancelled.error, 'cancelled');
  if (job.deferredFailure) return job.deferredFailure;
  const late = deadlineAt !== undefined && deadlineAt <= now;
  return late ? failureText(expiredError(), 'dead') : undefined;
}
