import type { JobState } from './job-state.ts';

/**
 * A job as it is handed to a store: checked, within its limits, and as text, which here and in all that is written of a
 * job later has no NUL and no half of a character. Times are milliseconds since 1970.
 */
export interface NewJob {
  /** Unique. */
  readonly id: string;
  /** Whether the id was made for this job, so that no other can have it. */
  readonly fresh: boolean;
  /** The job's id as JSON, which tells `7` and `"7"` apart. */
  readonly job: string;
  /** JSON; empty for a call without a body. */
  readonly payload: string;
  /** JSON. */
  readonly metadata: string;
  /** Jobs with the same key take turns with those of other keys. */
  readonly key: string | undefined;
  /** Higher ones are claimed first. */
  readonly priority: number;
  /** Not before so many whole milliseconds from now. */
  readonly delayMs: number;
  /** Not claimed after this time any more; a whole number. */
  readonly deadlineAt: number | undefined;
  /** The same key of the same job is the same job for as long as it is kept. */
  readonly idempotency: Idempotency | undefined;
  /** The host whose workers alone may claim it. */
  readonly affinity: string | undefined;
}

/** An idempotency key, and what it was used with. */
export interface Idempotency {
  readonly key: string;
  /** Of the payload: the same key with another payload is a mistake. */
  readonly fingerprint: string;
}

/** What became of a {@link NewJob}. */
export interface AcceptedJob {
  /** The id of the job that was there before, if it was. */
  readonly id: string;
  readonly outcome: 'accepted' | 'deduplicated' | 'key-reused';
}

/** A worker that could not read the payload, and gave the job back. */
export interface Refusal {
  readonly worker: string;
  readonly at: number;
  readonly reason: string;
}

/** The failure of a job, or of its last attempt. */
export interface StoredError {
  readonly code: string;
  readonly message: string;
}

/** How far a job is, as its handler said last. */
export interface JobProgress {
  /** From 0 to 1. */
  readonly fraction: number;
  readonly note?: string | undefined;
}

/** A line that an attempt wrote with `run.log()`. */
export interface JobLogLine {
  /** Counts from 1. */
  readonly line: number;
  readonly at: number;
  readonly text: string;
}

/** The last line of a log that has no room for more. */
export const LOG_IS_FULL = '… the log is full: what follows is left out';

/** A job as a store has it. */
export interface StoredJob extends Omit<NewJob, 'delayMs' | 'idempotency' | 'fresh'> {
  readonly state: JobState;
  readonly idempotencyKey: string | undefined;
  /** Attempts that have failed. */
  readonly failures: number;
  /** Of the attempt that runs, or of the last one, counted from 1; 0 before the first. */
  readonly attempt: number;
  /** Leases that ran out. */
  readonly stalls: number;
  readonly refusals: readonly Refusal[];
  readonly progress: JobProgress | undefined;
  /** The names of the steps that are remembered. */
  readonly steps: readonly string[];
  /** JSON; of a job that is done and returned something. */
  readonly result: string | undefined;
  /** Of a job that is dead or cancelled, or of the last attempt that failed. */
  readonly error: StoredError | undefined;
  readonly createdAt: number;
  /** Of a delayed job. */
  readonly dueAt: number | undefined;
  /** The beginning of its last attempt. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** The worker that has or had the lease. */
  readonly worker: string | undefined;
  /** Whether a running job has been asked to end. */
  readonly cancelling: boolean;
}
