import type { ContainerHealth, ContainerStatus } from '@docktopus/core';

/** A port of the container and where the engine has published it. */
export interface PortView {
  /** `'80/tcp'` */
  readonly containerPort: string;
  readonly hostIp: string;
  readonly hostPort: number;
}

/** One container: everything a list shows, and nothing that could hold a secret. */
export interface ContainerView {
  /** The engine's id. */
  readonly id: string;
  /** The engine's name for it. */
  readonly name: string;
  readonly blueprint: string;
  /** The blueprint's name for it; empty when it was given none. */
  readonly managedName: string;
  readonly image: string;
  readonly lifetime: 'session' | 'persistent';
  /** The printed session that made it. */
  readonly session: string;
  readonly status: ContainerStatus;
  readonly health: ContainerHealth;
  /** Whether the readiness condition of its spec holds; absent when only the blueprint's own process knows. */
  readonly ready?: boolean;
  /** Of the last run that ended; absent while it runs. */
  readonly exitCode?: number;
  readonly oomKilled: boolean;
  /** Why the engine could not start it. */
  readonly error?: string;
  readonly restartCount: number;
  /** ISO 8601, as the next two. */
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly ports: readonly PortView[];
  /** The key and family that it belongs to, when it is a member of one. */
  readonly member?: { readonly family: string; readonly key: string };
  /** The job that made it. */
  readonly job?: string;
}
