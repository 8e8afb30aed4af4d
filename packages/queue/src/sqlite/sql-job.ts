import type { JobProgress, JobState, Refusal, StoredError, StoredJob } from '@docktopus/runner/durable';
import type { SqlRow, SqlValue } from './driver/sqlite-driver.ts';

/** By their numbers. */
export const STATES: readonly JobState[] = ['queued', 'delayed', 'running', 'done', 'dead', 'cancelled'];

export const QUEUED = 0;
export const DELAYED = 1;
export const RUNNING = 2;
export const DONE = 3;
export const DEAD = 4;
export const CANCELLED = 5;

/** The columns of {@link storedJob}; `names` and `large` are joined for the job's id and what is large. */
export const JOB_COLUMNS = `
  jobs.seq, jobs.id, (SELECT name FROM names WHERE names.job = jobs.job) AS job, jobs.state, jobs.priority, jobs.key, jobs.affinity, jobs.due, jobs.token, jobs.worker, jobs.attempt, jobs.failures,
  jobs.stalls, jobs.created, jobs.started, jobs.ended, jobs.deadline, jobs.idempotency, jobs.cancelling, jobs.refusals, jobs.progress, jobs.error,
  jobs.metadata,
  COALESCE(jobs.payload, (SELECT text FROM large WHERE seq = jobs.seq AND kind = 'payload')) AS payload,
  COALESCE(jobs.result, (SELECT text FROM large WHERE seq = jobs.seq AND kind = 'result')) AS result,
  (SELECT json_group_array(name) FROM steps WHERE seq = jobs.seq) AS steps`;

export function storedJob(row: SqlRow): StoredJob {
  return {
    id: row.id as string,
    job: row.job as string,
    payload: (row.payload as string | null) ?? '',
    metadata: row.metadata as string,
    key: text(row.key),
    priority: row.priority as number,
    deadlineAt: number(row.deadline),
    affinity: text(row.affinity),
    state: STATES[row.state as number] ?? 'dead',
    idempotencyKey: text(row.idempotency),
    failures: row.failures as number,
    attempt: row.attempt as number,
    stalls: row.stalls as number,
    refusals: json<readonly Refusal[]>(row.refusals) ?? [],
    progress: json<JobProgress>(row.progress),
    steps: json<readonly string[]>(row.steps) ?? [],
    result: text(row.result),
    error: json<StoredError>(row.error),
    createdAt: row.created as number,
    dueAt: row.state === DELAYED ? number(row.due) : undefined,
    startedAt: number(row.started),
    endedAt: number(row.ended),
    worker: text(row.worker),
    cancelling: row.cancelling !== null,
  };
}

/**
 * A claim reads {@link ClaimedRow} of a job, as JSON. A job that is claimed for the first time has nothing else, except
 * for a large payload. One column comes back faster than eleven.
 */
export const CLAIMED_ROW = `json_array(
  seq, id, token, priority, key, affinity, created, deadline, idempotency, metadata, payload)`;

export type ClaimedRow = readonly [
  seq: number,
  id: string,
  token: number,
  priority: number,
  key: string | null,
  affinity: string | null,
  created: number,
  deadline: number | null,
  idempotency: string | null,
  metadata: string,
  payload: string | null,
];

/** Builds a job that is claimed for the first time, and whose payload is not large: no attempt has written anything yet. */
export function newlyClaimed(
  [, id, , priority, key, affinity, created, deadline, idempotency, metadata, payload]: ClaimedRow,
  claim: Pick<StoredJob, 'job' | 'worker' | 'startedAt'>,
): StoredJob {
  return {
    id,
    job: claim.job,
    payload: payload ?? '',
    metadata,
    key: key ?? undefined,
    priority,
    deadlineAt: deadline ?? undefined,
    affinity: affinity ?? undefined,
    state: 'running',
    idempotencyKey: idempotency ?? undefined,
    failures: 0,
    attempt: 1,
    stalls: 0,
    refusals: [],
    progress: undefined,
    steps: [],
    result: undefined,
    error: undefined,
    createdAt: created,
    dueAt: undefined,
    startedAt: claim.startedAt,
    endedAt: undefined,
    worker: claim.worker,
    cancelling: false,
  };
}

function text(value: SqlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: SqlValue | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

function json<T>(value: SqlValue | undefined): T | undefined {
  return typeof value === 'string' ? (JSON.parse(value) as T) : undefined;
}
