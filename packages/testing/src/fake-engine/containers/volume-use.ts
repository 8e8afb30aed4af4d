import type { FakeVolumes } from '../fake-volumes.ts';
import type { ContainerPlan } from './container-plan.ts';

/** The container starts to use its volumes. */
export function mountVolumes({ id, mounts }: ContainerPlan, volumes: FakeVolumes): void {
  for (const { Name, Destination, RW } of mounts) {
    if (Name !== undefined) volumes.mounted(volumes.get(Name), id, Destination, RW);
  }
}

export function unmountVolumes({ id, mounts }: ContainerPlan, volumes: FakeVolumes): void {
  for (const { Name } of mounts) if (Name !== undefined) volumes.unmounted(volumes.get(Name), id);
}

/** The container is gone; `anonymous` volumes go with it when no other container has them. */
export function releaseVolumes(
  { id, mounts }: ContainerPlan,
  volumes: FakeVolumes,
  anonymous: boolean,
): void {
  for (const { Name } of mounts) {
    if (Name === undefined) continue;
    const volume = volumes.get(Name);
    volume.usedBy.delete(id);
    if (anonymous && volume.anonymous && volume.usedBy.size === 0) volumes.remove(Name);
  }
}
