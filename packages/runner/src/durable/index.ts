// For stores and for the other packages of this project: `@docktopus/runner/durable`.

// The lease of a store extends it.
export { OpenEnding } from '@docktopus/core/kit';
export type { RunnerErrorCodes } from '../error-codes.ts';
export { jobIdOf, newCallId } from '../job/index.ts';
export { DurableWorker } from './durable-worker.ts';
export type { JobFilter, JobListOptions } from './job-filter.ts';
export {
  type JobCounts,
  type JobPage,
  JobQueue,
  type JobTally,
} from './job-queue.ts';
export type { JobRecord } from './job-record.ts';
export { hasEnded, JOB_STATES, type JobState } from './job-state.ts';
export type * from './job-store.ts';
export { expiredError, jobCancelled, leaseLost, stalledError } from './lease-errors.ts';
export { MemoryQueue, memoryQueue } from './memory/memory-queue.ts';
export { checkedCursor, NUMBER_CURSOR } from './page-cursor.ts';
export { PoisonError } from './poison-error.ts';
export { type QueueLimits, type QueueOptions, type QueueSettings, queueSettings } from './queue-options.ts';
export { RunnerQueue } from './runner-queue.ts';
export { StoreLife } from './store-life.ts';
export { restoredError, storedError } from './stored-error.ts';
export {
  type AcceptedJob,
  type Idempotency,
  type JobLogLine,
  type JobProgress,
  LOG_IS_FULL,
  type NewJob,
  type Refusal,
  type StoredError,
  type StoredJob,
} from './stored-job.ts';
export { newJob, type SubmittedJob, submittedJob } from './submit-jobs.ts';
