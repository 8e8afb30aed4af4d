import { adoptInSlot, type Container, type ContainerSpec, slotOf } from '../../container/index.ts';
import type { ContainerInspect } from '../../engine/index.ts';
import { ownershipOf } from '../../labels/index.ts';
import { type ContainerSnapshot, type ContainerStatus, watchContainer } from '../../status/index.ts';
import { generationOf } from '../rules/decide-adoption.ts';
import type { FamilyHost } from './family-host.ts';
import type { Member } from './member.ts';

/** How a member's container is found, as far as it matters to its family. */
export type Found = 'running' | 'paused' | 'stopped' | 'gone';

export function foundOf(status: ContainerStatus | undefined): Found {
  switch (status) {
    case 'running':
    case 'restarting':
      return 'running';
    case 'paused':
      return 'paused';
    case 'created':
    case 'exited':
      return 'stopped';
    default:
      return 'gone';
  }
}

/** The member's place in the group of its family, for a container as `spec` says; one that the member has is in it. */
export async function slotFor(
  host: FamilyHost,
  member: Member,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<Container> {
  const { container, slot } = member;
  if (slot !== undefined && slot.spec === spec && slot.id === container?.id) return slot;
  host.group.delete(member.names.container);
  const made = host.group.slot(spec);
  member.slot = made;
  if (container !== undefined) await adoptInSlot(slotOf(made), container.id, { signal });
  return made;
}

/** Notes which container the member has, and tells `onSnapshot` what becomes of it from now on. */
export function noteContainer(
  { docker, definition }: Pick<FamilyHost, 'docker' | 'definition'>,
  member: Member,
  inspect: ContainerInspect,
  adopted: boolean,
  onSnapshot: (snapshot: ContainerSnapshot) => void,
): void {
  const labels = inspect.Config.Labels ?? {};
  const generation = generationOf(labels);
  member.generation = Math.max(member.generation, generation);
  member.container = {
    id: inspect.Id,
    generation,
    memoryBytes: Number(inspect.HostConfig.Memory ?? 0),
    specHash: ownershipOf(labels)?.specHash,
    imageId: inspect.Image,
    labels,
    adopted,
    unsafe: definition.unsafeIn(inspect),
  };
  member.bridge = bridgeOf(inspect.HostConfig.NetworkMode);
  member.watching?.unsubscribe();
  member.seen = undefined;
  member.watching = watchContainer(docker, inspect.Id).subscribe((snapshot) => {
    if (snapshot.id === member.container?.id) onSnapshot(snapshot);
  });
}

/** The member has no container any more. */
export function forgetContainer({ group }: Pick<FamilyHost, 'group'>, member: Member): void {
  group.delete(member.names.container);
  member.watching?.unsubscribe();
  member.watching = undefined;
  member.seen = undefined;
  member.container = undefined;
  member.slot = undefined;
  member.bridge = undefined;
}

/** The bridge that a container of this network mode takes a port of. */
export function bridgeOf(mode = 'default'): string | undefined {
  if (mode === 'host' || mode === 'none' || mode.startsWith('container:')) return undefined;
  return mode === 'default' || mode === '' ? 'bridge' : mode;
}
