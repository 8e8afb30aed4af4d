import type { JobPage, JobSummary } from '@docktopus/dashboard';
import { connectBlueprint } from '../../blueprint/index.ts';
import type { Invocation } from '../../invocation/invocation.ts';
import { agoText } from '../text/ago-text.ts';

interface JobsLsOptions {
  readonly blueprint?: string;
  readonly state?: string;
  readonly job?: string;
  readonly limit: number;
}

const COLUMNS = [
  { title: 'ID' },
  { title: 'JOB' },
  { title: 'STATE' },
  { title: 'ATTEMPT' },
  { title: 'AGE' },
  { title: 'KEY', shrinks: true },
  { title: 'NOTE', shrinks: true },
];
const PAGE = 200;

/** `docktopus jobs ls` */
export async function run(invocation: Invocation<JobsLsOptions>): Promise<undefined> {
  const { options, out } = invocation;
  const client = await connectBlueprint(invocation);
  const jobs: JobSummary[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: `${Math.min(PAGE, options.limit - jobs.length)}` });
    if (options.state !== undefined) query.set('state', options.state);
    if (options.job !== undefined) query.set('job', options.job);
    if (cursor !== undefined) query.set('cursor', cursor);
    const page = await client.get<JobPage>(`jobs?${query}`);
    jobs.push(...page.jobs);
    cursor = page.next;
  } while (cursor !== undefined && jobs.length < options.limit);
  if (out.json) {
    out.data({ jobs, more: cursor !== undefined });
    return;
  }
  const now = Date.now();
  if (jobs.length > 0)
    out.table(
      COLUMNS,
      jobs.map((job) => rowOf(job, now)),
    );
  else out.note('there is no such job');
  if (cursor !== undefined) out.note(`there are more: docktopus jobs ls --limit ${options.limit * 2}`);
}

function rowOf(
  { id, job, state, attempt, queuedAt, key = '', error, progress }: JobSummary,
  now: number,
): readonly string[] {
  const note =
    error ?? (progress === undefined ? '' : `${Math.round(progress.ratio * 100)} % ${progress.text}`);
  return [id, job, state, `${attempt}`, agoText(queuedAt, now), key, note];
}
