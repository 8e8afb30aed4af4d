import type { Invocation } from '../../invocation/invocation.ts';
import { printSteps } from './print-steps.ts';
import { readSeconds } from './read-seconds.ts';
import { type ProjectOptions, withProject } from './with-project.ts';

interface DownOptions extends ProjectOptions {
  readonly volumes?: boolean;
  readonly removeOrphans?: boolean;
  readonly timeout?: string;
}

/** `docktopus compose down` */
export async function run(invocation: Invocation<DownOptions>): Promise<undefined> {
  const { options, out, signal } = invocation;
  const { volumes, removeOrphans } = options;
  const graceMs = readSeconds(options.timeout, '--timeout');
  await withProject(invocation, async (project) => {
    printSteps(out, project, await project.down({ volumes, removeOrphans, graceMs, signal }));
  });
}
