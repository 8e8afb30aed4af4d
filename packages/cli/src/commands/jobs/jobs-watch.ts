import type { JobDetails } from '@docktopus/dashboard';
import type { Invocation } from '../../invocation/invocation.ts';
import { type JobsOptions, openJobs } from '../../jobs/index.ts';
import { EXIT } from '../../output/index.ts';
import { watchJob } from './watch-job.ts';

/** `docktopus jobs watch`: it ends with the job, and fails if that has not been done. */
export async function run(invocation: Invocation<JobsOptions>): Promise<number> {
  const { args, out, signal } = invocation;
  await using jobs = await openJobs(invocation);
  const onChange = ({ id, state, attempt, progress }: JobDetails) => {
    if (out.json) out.data({ id, state, attempt, ...(progress && { progress }) });
    else
      out.line(
        `${state}, attempt ${attempt}${progress ? `, ${Math.round(progress.ratio * 100)} % ${progress.text}` : ''}`,
      );
  };
  const onLine = ({ at, line }: { readonly at: string; readonly line: string }) => {
    if (out.json) out.data({ id: args[0], at, line });
    else out.line(`${out.paint('dim', at)} ${line}`);
  };
  const { state, error } = await watchJob(jobs, args[0] ?? '', { onLine, onChange }, signal);
  if (error !== undefined) out.note(error);
  return state === 'done' ? EXIT.done : EXIT.failed;
}
