import { connectBlueprint } from '../../blueprint/index.ts';
import type { Invocation } from '../../invocation/invocation.ts';
import { getJob, withoutVersion } from './job-path.ts';

/** `docktopus jobs show` */
export async function run(invocation: Invocation<{ readonly blueprint?: string }>): Promise<undefined> {
  const { args, out } = invocation;
  const client = await connectBlueprint(invocation);
  const job = withoutVersion(await getJob(client, args[0] ?? ''));
  if (out.json) out.data({ job });
  else out.write(`${JSON.stringify(job, undefined, 2)}\n`);
}
