import type { ContainerListEntry } from '@docktopus/core/engine';
import { plainText } from '@docktopus/core/kit';

/** A container, as the engine's list tells of it. */
export interface ListedContainer {
  readonly id: string;
  /** The engine's name. */
  readonly name: string;
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

interface PublishedPort {
  readonly containerPort: string;
  readonly hostIp: string;
  readonly hostPort: number;
}

/** An entry of the engine's list, without anything that a terminal would obey. */
export function toListed(entry: ContainerListEntry): ListedContainer {
  const health = /\((healthy|unhealthy|health: starting)\)/.exec(entry.Status)?.[1];
  const exit = /^Exited \((\d+)\)/.exec(entry.Status)?.[1];
  return {
    id: entry.Id,
    name: plainText((entry.Names[0] ?? entry.Id.slice(0, 12)).replace(/^\//, '')),
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
  };
}
