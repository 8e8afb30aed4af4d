import { DevSupervisor } from '../dev/dev-supervisor.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { programPath } from '../project/index.ts';

/** `docktopus dev` */
export async function run(invocation: Invocation): Promise<number> {
  const [file = '', ...args] = invocation.args;
  return await new DevSupervisor(await programPath(file), args, invocation).run();
}
