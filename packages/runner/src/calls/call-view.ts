import type { JobRecord } from '../durable/index.ts';

/** A durable call as the HTTP API shows it. Body and metadata stay inside: they may hold what its sender must not see again. */
export interface CallView {
  readonly callId: string;
  readonly jobId: JobRecord['jobId'];
  readonly state: JobRecord['state'];
  readonly attempt: number;
  readonly progress?: JobRecord['progress'];
  /** What the handler returned, once the state is `done`. */
  readonly result?: unknown;
  /** Why it is dead or was cancelled, or why its last attempt failed. */
  readonly error?: JobRecord['error'];
  readonly steps: readonly string[];
  readonly key?: string | undefined;
  /** In ISO 8601, as all times are. */
  readonly createdAt: string;
  readonly dueAt?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly endedAt?: string | undefined;
  readonly deadlineAt?: string | undefined;
  readonly cancelling?: true | undefined;
}

export function callView(job: JobRecord): CallView {
  const { id: callId, jobId, state, attempt, progress, result, error, steps, key } = job;
  return {
    callId,
    jobId,
    state,
    attempt,
    progress,
    result,
    error,
    steps,
    key,
    createdAt: isoTime(job.createdAt),
    dueAt: optionalTime(job.dueAt),
    startedAt: optionalTime(job.startedAt),
    endedAt: optionalTime(job.endedAt),
    deadlineAt: optionalTime(job.deadlineAt),
    cancelling: job.cancelling ? true : undefined,
  };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

function optionalTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : isoTime(at);
}
