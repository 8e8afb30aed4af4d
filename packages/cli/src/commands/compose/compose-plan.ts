import type { Invocation } from '../../invocation/invocation.ts';
import { printSteps } from './print-steps.ts';
import { type UpCommandOptions, upRequest } from './up-request.ts';
import { withProject } from './with-project.ts';

/** `docktopus compose plan` */
export async function run(invocation: Invocation<UpCommandOptions>): Promise<undefined> {
  const { args, options, out, signal } = invocation;
  const request = upRequest(args, options);
  await withProject(invocation, async (project) => {
    printSteps(out, project, await project.plan({ ...request, signal }));
  });
}
