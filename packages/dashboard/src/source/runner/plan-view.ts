import type { DockerContext } from '@docktopus/core';
import type { PlanView } from '../../board/index.ts';

/** What the last start of the contexts did. A blueprint that shows itself has started, so every step is done. */
export function planView(blueprint: string, contexts: readonly DockerContext[], at: string): PlanView {
  const dryRun = contexts.some(({ env }) => env.dryRun);
  const steps = contexts.flatMap(({ plan }) =>
    plan.map(({ id, op, resource, cause, detail, after }) => ({
      id,
      op,
      resource: `${resource.kind} ${resource.name}`,
      cause: detail === undefined ? cause : `${detail}: ${cause}`,
      after,
      ...(!dryRun && { state: 'done' as const }),
    })),
  );
  return { blueprint, at, dryRun, steps };
}
