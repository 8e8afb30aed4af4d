import type { ContainerStatus } from './container-status.ts';

/** What a container's health check says. */
export type ContainerHealth = 'starting' | 'healthy' | 'unhealthy' | 'none';

/** A port of the container and where it is bound on the host. */
export interface BoundPort {
  /** `'80/tcp'` */
  readonly containerPort: string;
  readonly hostIp: string;
  readonly hostPort: number;
}

/** Everything that is known of a container at one moment. */
export interface ContainerSnapshot {
  /** The engine's id; `undefined` when there is no container. */
  readonly id: string | undefined;
  /** `undefined` before creation and after removal. */
  readonly status: ContainerStatus | undefined;
  /** `'none'` without a healthcheck, and whenever it does not run. */
  readonly health: ContainerHealth;
  /** Of the last run that ended; `undefined` while it runs and before it first did. */
  readonly exitCode: number | undefined;
  readonly oomKilled: boolean;
  /** The engine's own words for why it did not start; `undefined` without. */
  readonly error: string | undefined;
  readonly restartCount: number;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  readonly ports: readonly BoundPort[];
  /** Whether the spec's readiness condition holds. Only a slot that was started here knows; else `false`. */
  readonly ready: boolean;
  /** The engine is away: this is what was last known. */
  readonly stale: boolean;
  /** Grows with every change of this container that is seen here. */
  readonly version: number;
}
