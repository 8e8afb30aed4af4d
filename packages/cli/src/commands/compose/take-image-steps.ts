import type { Invocation } from '../../invocation/invocation.ts';
import { printSteps } from './print-steps.ts';
import { type ProjectOptions, withProject } from './with-project.ts';

/** Takes the steps of an `up` that get images, and no other. */
export async function takeImageSteps(
  invocation: Invocation<ProjectOptions>,
  op: 'build' | 'pull',
): Promise<undefined> {
  const { args, out, signal } = invocation;
  const services = args.length === 0 ? undefined : args;
  const images = op === 'build' ? { build: true } : { pull: 'always' as const };
  await withProject(invocation, async (project) => {
    const steps = await project.plan({ services, ...images, signal });
    const plan = steps.filter((step) => step.op === op);
    await project.up({ services, plan, signal });
    printSteps(out, project, plan);
  });
}
