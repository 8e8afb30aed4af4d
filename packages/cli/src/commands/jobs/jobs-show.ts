import type { Invocation } from '../../invocation/invocation.ts';
import { type JobsOptions, openJobs } from '../../jobs/index.ts';

/** `docktopus jobs show` */
export async function run(invocation: Invocation<JobsOptions>): Promise<undefined> {
  const { args, out } = invocation;
  await using jobs = await openJobs(invocation);
  const job = await jobs.get(args[0] ?? '');
  if (out.json) out.data({ job });
  else out.document(job);
}
