import type { ContainerSpec } from '../options/container-spec.ts';

/**
 * Whether a spec says, in any way, when its container is ready: by `readyWhen`, by a health check, or by publishing TCP
 * ports. Starting such a container means waiting for that.
 */
export function hasReadiness({ readyWhen, healthcheck, ports }: Partial<ContainerSpec> = {}): boolean {
  return (
    readyWhen !== undefined ||
    (healthcheck !== undefined && healthcheck !== 'none') ||
    (ports ?? []).some(({ protocol }) => protocol === 'tcp')
  );
}
