import { type Docker, ownershipLabels } from '@docktopus/core';
import { type ContainerListEntry } from '@docktopus/core/engine';
import { ownershipOf, plainText } from '@docktopus/core/kit';

/** A container of a blueprint, as the engine's list tells of it. */
export interface OwnedContainer {
  readonly id: string;
  /** The engine's name. */
  readonly name: string;
  /** The blueprint's name for it; empty when it was given none. */
  readonly managedName: string;
  readonly blueprint: string;
  readonly session: string;
  readonly lifetime: 'session' | 'persistent';
  readonly image: string;
  /** The engine's word: `running`, `exited`. */
  readonly status: string;
  readonly health: 'starting' | 'healthy' | 'unhealthy' | 'none';
  readonly exitCode: number | undefined;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The engine's own words: `Up 3 minutes (healthy)`. */
  readonly statusText: string;
  readonly ports: readonly PublishedPort[];
}

export interface PublishedPort {
  readonly containerPort: string;
  readonly hostIp: string;
  readonly hostPort: number;
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
  const health = /\((healthy|unhealthy|health: starting)\)/.exec(entry.Status)?.[1];
  const exit = /^Exited \((\d+)\)/.exec(entry.Status)?.[1];
  return [
    {
      id: entry.Id,
      name: plainText((entry.Names[0] ?? entry.Id.slice(0, 12)).replace(/^\//, '')),
      managedName: plainText(owner.name),
      blueprint: plainText(owner.blueprint),
      session: owner.session,
      lifetime: owner.lifetime,
      image: plainText(entry.Image),
      status: entry.State,
      health:
        health === undefined ? 'none' : health === 'healthy' || health === 'unhealthy' ? health : 'starting',
      exitCode: exit === undefined ? undefined : Number(exit),
      createdAt: new Date(entry.Created * 1000).toISOString(),
      statusText: plainText(entry.Status),
      ports: (entry.Ports ?? []).flatMap(({ IP = '', PrivatePort, PublicPort, Type }) =>
        PublicPort === undefined
          ? []
          : [{ containerPort: `${PrivatePort}/${Type}`, hostIp: IP, hostPort: PublicPort }],
      ),
    },
  ];
}

function order(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
