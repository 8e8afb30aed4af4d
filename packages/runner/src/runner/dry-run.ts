import { type DockerContext, isDocktopusError, printPlan } from '@docktopus/core';
import { PLAN_VARIABLE } from '@docktopus/core/kit';

/** Whether a process such as `docktopus plan` runs this one to learn what a start would do. */
export function isPlanAsked(): boolean {
  return process.env[PLAN_VARIABLE] !== undefined && process.send !== undefined;
}

/** Tells what a start would do: the process that asked, or else stdout. */
export async function tellPlan(
  contexts: readonly DockerContext[],
  blueprint: string | undefined,
): Promise<void> {
  const plans = contexts.map((each) => ({ context: each.constructor.name, plan: each.plan }));
  if (!isPlanAsked()) {
    const texts = plans.map(({ context, plan }) => {
      const text = plan.length === 0 ? 'nothing to do' : printPlan(plan);
      return plans.length === 1 ? text : `${context}\n${text.replace(/^/gm, '  ')}`;
    });
    process.stdout.write(`${texts.join('\n')}\n`);
    return;
  }
  const told = plans.map(({ context, plan }) => ({
    context,
    // A step may hold what a resource is made from, secrets included.
    steps: plan.map(({ id, op, resource, detail, cause, after }) => ({
      id,
      op,
      resource: { kind: resource.kind, name: resource.name },
      detail,
      cause,
      after,
    })),
  }));
  await send({ docktopus: 'plan', blueprint, plans: told });
}

/** Tells the process that asked for a plan why there is none. */
export async function tellNoPlan(error: unknown): Promise<void> {
  if (isPlanAsked())
    await send({ docktopus: 'no-plan', code: isDocktopusError(error) ? error.code : 'internal' });
}

function send(message: object): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, undefined, () => resolve());
  });
}
