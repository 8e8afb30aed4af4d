import type { Invocation, Run } from '../../invocation/invocation.ts';
import { type JobsOptions, openJobs } from '../../jobs/index.ts';

/** `docktopus jobs cancel` and `docktopus jobs redrive` */
export function actOnJobs(action: 'cancel' | 'redrive'): Run<JobsOptions> {
  return async (invocation: Invocation<JobsOptions>) => {
    const { args, out } = invocation;
    await using jobs = await openJobs(invocation);
    for (const id of args) {
      await jobs[action](id);
      if (!out.json) out.line(id);
    }
    if (out.json) out.data({ action, ids: args });
    return undefined;
  };
}
