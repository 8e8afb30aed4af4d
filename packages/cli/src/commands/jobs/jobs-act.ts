import { connectBlueprint } from '../../blueprint/index.ts';
import type { Invocation, Run } from '../../invocation/invocation.ts';
import { jobPath } from './job-path.ts';

/** `docktopus jobs cancel` and `docktopus jobs redrive` */
export function actOnJobs(action: 'cancel' | 'redrive'): Run<{ readonly blueprint?: string }> {
  return async (invocation: Invocation<{ readonly blueprint?: string }>) => {
    const { args, out } = invocation;
    const client = await connectBlueprint(invocation);
    for (const id of args) {
      await client.post(`${jobPath(id)}/${action}`);
      if (!out.json) out.line(id);
    }
    if (out.json) out.data({ action, ids: args });
    return undefined;
  };
}
