import { type ContainerSnapshot, isActive } from '@docktopus/core';

/**
 * How the containers of a service are: `absent` without any; `running` when as many run as are wanted, healthy where
 * they have a health check; `starting` until they are; `partial` when only some run; `stopped` when none does.
 */
export type ServiceStatus = 'absent' | 'starting' | 'running' | 'partial' | 'unhealthy' | 'stopped';

/** The status of a service whose containers are in these states. */
export function serviceStatus(states: readonly ContainerSnapshot[], wanted: number): ServiceStatus {
  const present = states.filter(({ status }) => status !== undefined);
  if (present.length === 0) return 'absent';
  const active = present.filter(({ status }) => isActive(status));
  if (active.some(({ health }) => health === 'unhealthy')) return 'unhealthy';
  if (active.length === 0)
    return present.every(({ status }) => status === 'created') ? 'starting' : 'stopped';
  if (active.length < wanted) return 'partial';
  return active.every(({ status, health }) => status === 'running' && health !== 'starting')
    ? 'running'
    : 'starting';
}
