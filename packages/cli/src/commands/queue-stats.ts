import type { JobsView } from '@docktopus/dashboard';
import { connectBlueprint } from '../blueprint/index.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** `docktopus queue stats` */
export async function run(invocation: Invocation<{ readonly blueprint?: string }>): Promise<undefined> {
  const { out } = invocation;
  const client = await connectBlueprint(invocation);
  const [view] = await client.all('jobs');
  if (out.json) {
    out.data({ states: view?.states ?? {}, jobs: view?.jobs ?? [], perSecond: view?.perSecond ?? 0 });
    return;
  }
  if (view === undefined || view.jobs.length === 0) {
    out.note('the blueprint has no jobs');
    return;
  }
  const states = statesOf(view);
  const columns = ['JOB', 'KEPT', ...states.map((state) => state.toUpperCase())].map((title) => ({ title }));
  out.table(
    columns,
    view.jobs.map(({ job, durable, states: counts }) => [
      job,
      durable ? 'store' : 'memory',
      ...states.map((state) => `${counts[state] ?? 0}`),
    ]),
  );
  out.note(`${view.perSecond} calls a second end`);
}

/** Every state that some job has a number for, in the order that they come. */
function statesOf({ jobs }: JobsView): readonly string[] {
  return [...new Set(jobs.flatMap(({ states }) => Object.keys(states)))];
}
