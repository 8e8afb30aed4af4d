import type { ContainerInspect, PortOnHost } from '../engine/index.ts';
import type { BoundPort, ContainerHealth, ContainerSnapshot } from './container-snapshot.ts';
import { type ContainerStatus, inspectedStatus, isActive } from './container-status.ts';
import { sameState } from './same-state.ts';

/** The snapshot of a slot with no container in it. */
export function noContainer(id?: string, previous?: ContainerSnapshot): ContainerSnapshot {
  const snapshot: ContainerSnapshot = {
    id,
    status: undefined,
    health: 'none',
    exitCode: undefined,
    oomKilled: false,
    error: undefined,
    restartCount: 0,
    startedAt: undefined,
    finishedAt: undefined,
    ports: [],
    ready: false,
    stale: false,
    version: 0,
  };
  return following(snapshot, previous);
}

/**
 * What an inspect says, as a snapshot. Pure.
 *
 * @param previous the snapshot that it follows: returned itself when nothing has changed, else its version grows.
 */
export function toSnapshot(inspect: ContainerInspect, previous?: ContainerSnapshot): ContainerSnapshot {
  const { State: state } = inspect;
  const status = inspectedStatus(inspect);
  const finishedAt = toDate(state.FinishedAt);
  const snapshot: ContainerSnapshot = {
    id: inspect.Id,
    status,
    health: toHealth(status, state.Health?.Status),
    exitCode: status === 'running' || status === 'paused' || !finishedAt ? undefined : state.ExitCode,
    oomKilled: state.OOMKilled,
    error: state.Error === '' ? undefined : state.Error,
    restartCount: inspect.RestartCount,
    startedAt: toDate(state.StartedAt),
    finishedAt,
    ports: toPorts(inspect.NetworkSettings.Ports ?? {}),
    ready: false,
    stale: false,
    version: 0,
  };
  return following(snapshot, previous);
}

function following(snapshot: ContainerSnapshot, previous: ContainerSnapshot | undefined): ContainerSnapshot {
  if (previous && sameState(snapshot, previous)) return previous;
  return { ...snapshot, version: (previous?.version ?? 0) + 1 };
}

function toHealth(status: ContainerStatus, word: string | undefined): ContainerHealth {
  if (!isActive(status) || status === 'restarting') return 'none';
  return word === 'starting' || word === 'healthy' || word === 'unhealthy' ? word : 'none';
}

function toPorts(ports: Readonly<Record<string, readonly PortOnHost[] | null>>): readonly BoundPort[] {
  return Object.entries(ports).flatMap(([containerPort, bindings]) =>
    (bindings ?? []).map(({ HostIp, HostPort }) => ({
      containerPort,
      hostIp: HostIp,
      hostPort: Number(HostPort),
    })),
  );
}

/** The engine writes the year 1 for "never". */
function toDate(text: string): Date | undefined {
  const date = new Date(text);
  return date.getTime() > 0 ? date : undefined;
}
