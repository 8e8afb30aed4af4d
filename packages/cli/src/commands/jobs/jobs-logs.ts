import type { Invocation } from '../../invocation/invocation.ts';
import { type JobsOptions, openJobs } from '../../jobs/index.ts';
import { watchJob } from './watch-job.ts';

/** `docktopus jobs logs` */
export async function run(
  invocation: Invocation<JobsOptions & { readonly follow?: boolean }>,
): Promise<undefined> {
  const { args, options, out, signal } = invocation;
  const id = args[0] ?? '';
  await using jobs = await openJobs(invocation);
  const print = ({ at, line }: { readonly at: string; readonly line: string }) => {
    if (out.json) out.data({ at, line });
    else out.line(`${out.paint('dim', at)} ${line}`);
  };
  if (options.follow) await watchJob(jobs, id, { onLine: print, onChange: () => undefined }, signal);
  else for (const line of (await jobs.get(id)).log) print(line);
}
