import { type Docker, ownershipLabels } from '@docktopus/core';
import type { ContainerListEntry } from '@docktopus/core/engine';
import { ownershipOf, plainText } from '@docktopus/core/kit';
import { type ListedContainer, toListed } from './listed-container.ts';

/** A container of a blueprint. */
export interface OwnedContainer extends ListedContainer {
  /** The blueprint's name for it; empty when it was given none. */
  readonly managedName: string;
  readonly blueprint: string;
  readonly session: string;
  readonly lifetime: 'session' | 'persistent';
}

/** All containers of blueprints on an engine, of one blueprint or of all; also those that do not run. */
export async function listOwned(
  docker: Docker,
  blueprint: string | undefined,
  signal: AbortSignal,
): Promise<readonly OwnedContainer[]> {
  const key = ownershipLabels.blueprint;
  const label = blueprint === undefined ? key : `${key}=${blueprint}`;
  const listed = await docker.engine.listContainers({ all: true, filters: { label: [label] }, signal });
  return listed
    .flatMap(toOwned)
    .sort(
      (a, b) => order(a.blueprint, b.blueprint) || order(shownName(a), shownName(b)) || order(a.id, b.id),
    );
}

/** What people call it. */
export function shownName({ managedName, name }: OwnedContainer): string {
  return managedName || name;
}

function toOwned(entry: ContainerListEntry): OwnedContainer[] {
  const owner = ownershipOf(entry.Labels);
  if (owner === undefined) return [];
  const { name, blueprint, session, lifetime } = owner;
  return [
    {
      ...toListed(entry),
      managedName: plainText(name),
      blueprint: plainText(blueprint),
      session,
      lifetime,
    },
  ];
}

function order(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
