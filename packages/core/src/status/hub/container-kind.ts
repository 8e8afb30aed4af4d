import type { ContainerInspect, Engine } from '../../engine/index.ts';
import type { ContainerSnapshot } from '../container-snapshot.ts';
import { toContainerStatus } from '../container-status.ts';
import { mayChangeState } from '../may-change-state.ts';
import { sameState } from '../same-state.ts';
import { noContainer, toSnapshot } from '../to-snapshot.ts';
import type { ResourceKind } from './resource-kind.ts';

/** Containers, as a {@link ResourceHub} looks at them. */
export function containerKind(
  engine: Pick<Engine, 'listContainers' | 'inspectContainer'>,
): ResourceKind<ContainerSnapshot, ContainerInspect> {
  return {
    kind: 'container',
    inspect: (id, options) => engine.inspectContainer(id, options),
    async list(options) {
      const entries = await engine.listContainers({ all: true, ...options });
      return entries.map(({ Id, State }) => ({ id: Id, status: toContainerStatus(State) }));
    },
    toSnapshot: (id, inspect, previous) =>
      inspect === undefined ? noContainer(id, previous) : toSnapshot(inspect, previous),
    sameState,
    mayChange: mayChangeState,
  };
}
