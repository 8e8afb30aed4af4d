import type { Invocation } from '../invocation/invocation.ts';
import { type JobsOptions, openJobs, type QueueStats } from '../jobs/index.ts';

/** `docktopus queue stats` */
export async function run(invocation: Invocation<JobsOptions>): Promise<undefined> {
  const { out } = invocation;
  await using jobs = await openJobs(invocation);
  const stats = await jobs.stats();
  if (out.json) {
    out.data({ ...stats });
    return;
  }
  if (stats.jobs.length === 0) {
    out.note('there are no jobs');
    return;
  }
  const states = statesOf(stats);
  const columns = ['JOB', 'KEPT', ...states.map((state) => state.toUpperCase())].map((title) => ({ title }));
  out.table(
    columns,
    stats.jobs.map(({ job, durable, states: counts }) => [
      job,
      durable ? 'store' : 'memory',
      ...states.map((state) => `${counts[state] ?? 0}`),
    ]),
  );
  if (stats.perSecond !== undefined) out.note(`${stats.perSecond} calls a second end`);
}

/** Every state that some job has a number for, in the order that they come. */
function statesOf({ jobs }: QueueStats): readonly string[] {
  return [...new Set(jobs.flatMap(({ states }) => Object.keys(states)))];
}
