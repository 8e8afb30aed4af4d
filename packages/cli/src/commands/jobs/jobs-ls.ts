import type { JobSummary } from '@docktopus/dashboard';
import type { Invocation } from '../../invocation/invocation.ts';
import { type JobsOptions, openJobs } from '../../jobs/index.ts';
import { agoText } from '../text/ago-text.ts';

interface JobsLsOptions extends JobsOptions {
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
  await using durable = await openJobs(invocation);
  const jobs: JobSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await durable.list({
      limit: Math.min(PAGE, options.limit - jobs.length),
      ...(options.state !== undefined && { state: options.state }),
      ...(options.job !== undefined && { job: options.job }),
      ...(cursor !== undefined && { cursor }),
    });
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
