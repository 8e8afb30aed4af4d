import { JOB_STATES, type JobListOptions, type JobState } from '../durable/index.ts';
import type { JobId } from '../job/index.ts';

const PARAMETERS = ['state', 'job', 'key', 'limit', 'cursor'];
const MOST = 1000;

/** What `GET /calls?state=dead&state=cancelled&job=build&limit=20` asks for; text says what is wrong with it. */
export function listQuery(query: URLSearchParams, jobIdOf: (text: string) => JobId): JobListOptions | string {
  const problems: string[] = [];
  for (const name of new Set(query.keys())) {
    if (!PARAMETERS.includes(name)) problems.push(`${name}: unknown; there are ${PARAMETERS.join(', ')}`);
    else if (name !== 'state' && query.getAll(name).length > 1)
      problems.push(`${name}: given more than once`);
  }
  const states = query.getAll('state').flatMap((text) => text.split(','));
  for (const state of states) {
    if (!JOB_STATES.includes(state as JobState))
      problems.push(`state: got ${JSON.stringify(state)}, expected ${JOB_STATES.join(', ')}`);
  }
  const limit = query.get('limit') ?? '100';
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST)
    problems.push(`limit: got ${JSON.stringify(limit)}, expected a number from 1 to ${MOST}`);
  if (problems.length > 0) return problems.join('; ');
  const job = query.get('job');
  return {
    ...(states.length > 0 && { state: states as JobState[] }),
    ...(job !== null && { jobId: jobIdOf(job) }),
    key: query.get('key') ?? undefined,
    limit: Number(limit),
    cursor: query.get('cursor') ?? undefined,
  };
}
