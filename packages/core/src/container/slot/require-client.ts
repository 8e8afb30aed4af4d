import { type Docker, requireDocker } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';

/** The client to make a container with, or why there can be none. */
export function requireClient(docker: Docker | undefined, spec: ContainerSpec): Docker {
  if (docker !== undefined) {
    requireDocker(docker, 'Container.builder');
    return docker;
  }
  throw new DocktopusError('engine.unreachable', {
    operation: 'container.create',
    subject: spec.name ?? spec.image,
    reason: 'its builder was made without a Docker client',
    hint: 'Pass the client of connectDocker() to Container.builder()',
  });
}
