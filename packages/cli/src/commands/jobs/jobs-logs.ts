import { connectBlueprint } from '../../blueprint/index.ts';
import type { Invocation } from '../../invocation/invocation.ts';
import { getJob } from './job-path.ts';
import { watchJob } from './watch-job.ts';

/** `docktopus jobs logs` */
export async function run(
  invocation: Invocation<{ readonly blueprint?: string; readonly follow?: boolean }>,
): Promise<undefined> {
  const { args, options, out, signal } = invocation;
  const id = args[0] ?? '';
  const client = await connectBlueprint(invocation);
  const print = ({ at, line }: { readonly at: string; readonly line: string }) => {
    if (out.json) out.data({ at, line });
    else out.line(`${out.paint('dim', at)} ${line}`);
  };
  if (options.follow) await watchJob(client, id, { onLine: print, onChange: () => undefined }, signal);
  else for (const line of (await getJob(client, id)).log) print(line);
}
