import type { ComposeProject, Plan } from '@docktopus/compose';
import { printPlan } from '@docktopus/core';
import type { Output } from '../../output/index.ts';

/** The steps that a plan has or that were taken: a line for each, or one JSON document. */
export function printSteps(out: Output, project: ComposeProject, steps: Plan): void {
  if (out.json) {
    out.data({
      project: project.name,
      // A step holds what its resource is made from, secrets included.
      steps: steps.map(({ id, op, resource: { kind, name }, detail, cause, after }) => ({
        id,
        op,
        resource: { kind, name },
        detail,
        cause,
        after,
      })),
    });
  } else if (steps.length > 0) out.line(printPlan(steps));
  else out.note('nothing to do');
}
