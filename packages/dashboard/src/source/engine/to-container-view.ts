import type { ContainerSnapshot } from '@docktopus/core';
import { familyLabels, ownershipOf } from '@docktopus/core/kit';
import type { ContainerView } from '../../board/index.ts';
import { maskText } from '../../masking/index.ts';

/** What of a container never changes, as a list tells it. */
export interface ContainerIdentity {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly createdAt: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** How a container is shown; `undefined` for one that is not ours. */
export function toContainerView(
  { id, name, image, createdAt, labels }: ContainerIdentity,
  snapshot: ContainerSnapshot,
): ContainerView | undefined {
  const owner = ownershipOf(labels);
  const { status } = snapshot;
  if (owner === undefined || status === undefined) return undefined;
  const { [familyLabels.family]: family, [familyLabels.key]: key } = labels;
  return {
    id,
    name,
    blueprint: owner.blueprint,
    managedName: owner.name,
    image,
    lifetime: owner.lifetime,
    session: owner.session,
    status,
    health: snapshot.health,
    ...(snapshot.exitCode !== undefined && { exitCode: snapshot.exitCode }),
    oomKilled: snapshot.oomKilled,
    ...(snapshot.error !== undefined && { error: maskText(snapshot.error) }),
    restartCount: snapshot.restartCount,
    createdAt,
    ...(snapshot.startedAt && { startedAt: snapshot.startedAt.toISOString() }),
    ...(snapshot.finishedAt && { finishedAt: snapshot.finishedAt.toISOString() }),
    ports: snapshot.ports,
    ...(family !== undefined && key !== undefined && { member: { family, key } }),
  };
}
