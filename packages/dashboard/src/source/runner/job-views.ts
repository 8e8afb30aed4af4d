import type { JobRecord } from '@docktopus/runner/durable';
import type { JobDetails, JobSummary } from '../../api/index.ts';
import { maskJson, maskText } from '../../masking/index.ts';

/** A durable job as a list shows it. */
export function jobSummary(record: JobRecord): JobSummary {
  const { id, jobId, state, attempt, key, progress, error, createdAt, startedAt, endedAt } = record;
  return {
    id,
    job: String(jobId),
    state,
    attempt,
    queuedAt: iso(createdAt),
    ...(startedAt !== undefined && { startedAt: iso(startedAt) }),
    ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
    ...(key !== undefined && { key }),
    ...(progress !== undefined && { progress: { ratio: progress.fraction, text: progress.note ?? '' } }),
    ...(error !== undefined && { error: maskText(error.message) }),
  };
}

/** Everything about a durable job, its secrets masked. */
export function jobDetails(
  record: JobRecord,
  log: readonly { readonly at: number; readonly text: string }[],
): JobDetails {
  const { attempt, steps, body, result, state, startedAt, endedAt, error } = record;
  const outcome = state === 'running' ? undefined : state;
  return {
    ...jobSummary(record),
    attempts:
      startedAt === undefined
        ? []
        : [
            {
              attempt,
              startedAt: iso(startedAt),
              ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
              ...(outcome !== undefined && { outcome }),
              ...(error !== undefined && { error: maskText(error.message) }),
            },
          ],
    steps: steps.map((name) => ({ name, state: 'done' })),
    log: log.map(({ at, text }) => ({ at: iso(at), line: maskText(text) })),
    payload: maskJson(body),
    ...(result !== undefined && { result: maskJson(result) }),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
