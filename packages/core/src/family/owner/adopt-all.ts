import { existingContainer } from '../../container/index.ts';
import type { ContainerInspect, Docker } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { inParallel } from '../../scope/index.ts';
import { boundedCall } from '../member/bounded-call.ts';
import type { AdoptionDecision } from '../rules/decide-adoption.ts';
import type { FamilyOwner } from './family-owner.ts';

/** A container of the family, and what is done about it. */
export interface AdoptionStep {
  readonly inspect: ContainerInspect;
  readonly decision: Exclude<AdoptionDecision, { action: 'ignore' }>;
}

/** Looks at every container of a family: one list to discover them, one inspect for each to know. */
export async function planAdoption(
  docker: Docker,
  owner: FamilyOwner,
  signal: AbortSignal,
): Promise<readonly AdoptionStep[]> {
  const found = await docker.engine.listContainers({ all: true, filters: { label: owner.labels }, signal });
  const steps: AdoptionStep[] = [];
  await inParallel(found, async ({ Id }) => {
    const inspect = await inspectIfThere(docker, Id);
    if (inspect === undefined) return;
    const decision = owner.decide(existingContainer(inspect));
    if (decision.action !== 'ignore') steps.push({ inspect, decision });
  });
  return steps;
}

async function inspectIfThere({ engine }: Docker, id: string): Promise<ContainerInspect | undefined> {
  try {
    return await boundedCall((call) => engine.inspectContainer(id, call));
  } catch (error) {
    // Between the list and the look, somebody has removed it.
    if (isDocktopusError(error, 'container.not-found')) return undefined;
    throw error;
  }
}
