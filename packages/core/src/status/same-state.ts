import type { BoundPort, ContainerSnapshot } from './container-snapshot.ts';

/** Whether two snapshots say the same; their versions do not count. */
export function sameState(one: ContainerSnapshot, other: ContainerSnapshot): boolean {
  return (
    one === other ||
    (one.id === other.id &&
      one.status === other.status &&
      one.health === other.health &&
      one.exitCode === other.exitCode &&
      one.oomKilled === other.oomKilled &&
      one.error === other.error &&
      one.restartCount === other.restartCount &&
      one.startedAt?.getTime() === other.startedAt?.getTime() &&
      one.finishedAt?.getTime() === other.finishedAt?.getTime() &&
      one.ready === other.ready &&
      one.stale === other.stale &&
      samePorts(one.ports, other.ports))
  );
}

function samePorts(ones: readonly BoundPort[], others: readonly BoundPort[]): boolean {
  return (
    ones.length === others.length &&
    ones.every((one, index) => {
      const other = others[index];
      return (
        other !== undefined &&
        one.containerPort === other.containerPort &&
        one.hostIp === other.hostIp &&
        one.hostPort === other.hostPort
      );
    })
  );
}
