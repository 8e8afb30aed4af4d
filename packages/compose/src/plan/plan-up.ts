import type { ComposeModel } from '../schema/index.ts';
import type { ObservedProject } from './observed-project.ts';
import { planContainers } from './plan-containers.ts';
import { planImages } from './plan-images.ts';
import { planNetworks } from './plan-networks.ts';
import { planStart } from './plan-start.ts';
import { planVolumes } from './plan-volumes.ts';
import type { ProjectStep } from './project-step.ts';
import type { PlanUpOptions } from './up-options.ts';
import { UpPlanning } from './up-planning.ts';

/** Steps that bring a project up, and what is odd and no error. */
export interface UpPlan {
  readonly steps: readonly ProjectStep[];
  readonly warnings: readonly string[];
}

/** What makes the engine have what the model says: networks, volumes, services in dependency order, orphans. */
export function planUp(model: ComposeModel, observed: ObservedProject, options: PlanUpOptions = {}): UpPlan {
  const planning = new UpPlanning(model, observed, options);
  planImages(planning);
  planNetworks(planning);
  planVolumes(planning);
  planContainers(planning);
  planOrphans(planning);
  if (options.start ?? true) planStart(planning);
  return { steps: planning.draft.steps, warnings: planning.warnings };
}

function planOrphans(planning: UpPlanning): void {
  const { orphans } = planning.observed;
  if (!planning.options.removeOrphans) {
    const names = orphans.map(({ name }) => name).join(', ');
    if (names !== '')
      planning.warnings.push(
        `the project has containers of services that it no longer defines: ${names}; removeOrphans removes them`,
      );
    return;
  }
  for (const container of orphans) {
    const cause = 'the project has no such service';
    const { step } = planning.stop(container, cause);
    planning.remove(container, cause, [step], { volumes: true });
  }
}
