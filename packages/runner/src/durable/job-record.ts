import type { JobId, JobMetadata } from '../job/index.ts';
import type { JobState } from './job-state.ts';
import { parsedText } from './json-text.ts';
import type { JobProgress, Refusal, StoredError, StoredJob } from './stored-job.ts';

/** A durable job to look at. Times are milliseconds since 1970. */
export interface JobRecord {
  readonly id: string;
  readonly jobId: JobId;
  readonly state: JobState;
  readonly body: unknown;
  readonly metadata: JobMetadata;
  readonly key: string | undefined;
  readonly priority: number;
  readonly idempotencyKey: string | undefined;
  readonly affinity: string | undefined;
  /** Of the attempt that runs, or of the last one; 0 before the first. */
  readonly attempt: number;
  /** How often a lease of it ran out. */
  readonly stalls: number;
  /** The workers that could not read its body, and gave it back. */
  readonly refusals: readonly Refusal[];
  readonly progress: JobProgress | undefined;
  /** The names of the steps that later attempts do not repeat. */
  readonly steps: readonly string[];
  /** What its handler returned, once it is done. */
  readonly result: unknown;
  /** Why it is dead or was cancelled, or why its last attempt failed. */
  readonly error: StoredError | undefined;
  readonly createdAt: number;
  /** When a delayed job may start. */
  readonly dueAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly deadlineAt: number | undefined;
  readonly worker: string | undefined;
  /** Whether it runs and has been asked to end. */
  readonly cancelling: boolean;
}

export function jobRecord(stored: StoredJob): JobRecord {
  const { id, state, key, priority, idempotencyKey, affinity, stalls, refusals, progress, steps } = stored;
  const { attempt, error, createdAt, dueAt, startedAt, endedAt, deadlineAt, worker, cancelling } = stored;
  return {
    id,
    jobId: JSON.parse(stored.job) as JobId,
    state,
    body: parsedText(stored.payload),
    metadata: JSON.parse(stored.metadata) as JobMetadata,
    key,
    priority,
    idempotencyKey,
    affinity,
    attempt,
    stalls,
    refusals,
    progress,
    steps,
    result: parsedText(stored.result ?? ''),
    error,
    createdAt,
    dueAt,
    startedAt,
    endedAt,
    deadlineAt,
    worker,
    cancelling,
  };
}
