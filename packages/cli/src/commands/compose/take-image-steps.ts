import type { PlanOptions } from '@docktopus/compose';
import type { Invocation } from '../../invocation/invocation.ts';
import { printSteps } from './print-steps.ts';
import { type ProjectOptions, withProject } from './with-project.ts';

/** Takes the steps of an `up` that get images, and no other. */
export async function takeImageSteps(
  invocation: Invocation<ProjectOptions>,
  op: 'build' | 'pull',
  how: Pick<PlanOptions, 'build' | 'buildCache' | 'pull' | 'pullBases'>,
): Promise<undefined> {
  const { args, out, signal } = invocation;
  const services = args.length === 0 ? undefined : args;
  await withProject(invocation, async (project) => {
    const steps = await project.plan({ services, ...how, signal });
    const plan = steps.filter((step) => step.op === op);
    await project.up({ ...how, services, plan, signal });
    printSteps(out, project, plan);
  });
}
