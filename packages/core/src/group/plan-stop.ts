import type { ContainerSpec } from '../container/index.ts';
import { isDocktopusError } from '../errors/index.ts';
import { type Dependent, dependencyOrder } from './dependency-order.ts';
import type { GroupStep } from './group-step.ts';
import type { Plan, Resource } from './plan-step.ts';

export interface StoppedMember extends Dependent {
  readonly spec: Pick<ContainerSpec, 'stopTimeoutSeconds'> | undefined;
}

export interface StopPlanOptions {
  /** How long a process has before it is killed, in milliseconds, if its spec has no `stopTimeout`. @default 10_000 */
  readonly graceMs?: number | undefined;
  readonly remove: boolean;
}

/** The steps that stop `members`: each after its dependents, independent ones at the same time. */
export function planStop(
  members: readonly StoppedMember[],
  { graceMs, remove }: StopPlanOptions,
): Plan<GroupStep> {
  const lastStep = (name: string) => `${remove ? 'remove' : 'stop'} ${name}`;
  const ordered = stopOrder(members);
  return ordered.flatMap(({ name, spec }): GroupStep[] => {
    const resource: Resource = { kind: 'container', name };
    const dependents = ordered.filter(({ dependsOn }) => Object.hasOwn(dependsOn, name));
    const stop: GroupStep = {
      id: `stop ${name}`,
      op: 'stop',
      resource,
      cause: 'its group stops',
      after: dependents.map((dependent) => lastStep(dependent.name)),
      graceMs: spec?.stopTimeoutSeconds === undefined ? graceMs : undefined,
      thenRemoved: remove,
    };
    if (!remove) return [stop];
    return [
      stop,
      { id: `remove ${name}`, op: 'remove', resource, cause: 'it ends with its group', after: [stop.id] },
    ];
  });
}

/** Dependents come first. Members that wait for each other never started, and stop in any order. */
function stopOrder(members: readonly StoppedMember[]): readonly StoppedMember[] {
  try {
    return [...dependencyOrder(members, 'group')].reverse();
  } catch (error) {
    if (!isDocktopusError(error, 'context.cycle')) throw error;
    return members.map(({ name, spec }) => ({ name, spec, dependsOn: {} }));
  }
}
