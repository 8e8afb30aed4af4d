import { type Docker, isDocktopusError } from '@docktopus/core';
import type { Executors } from '@docktopus/core/kit';
import { networkOptions } from '../body/network-options.ts';
import type { ProjectStep } from '../plan/project-step.ts';
import type { ComposeModel } from '../schema/index.ts';
import { buildService } from './build-service.ts';
import type { ContainerSteps } from './container-steps.ts';
import { networkLabels, volumeLabels } from './project-labels.ts';

/** What the steps of a project work on. */
export interface ExecutionGround {
  readonly docker: Docker;
  readonly model: ComposeModel;
  /** Labels of ours on networks. */
  readonly ownLabels: (name: string) => Readonly<Record<string, string>>;
  readonly containers: ContainerSteps;
  readonly warn: (warning: string) => void;
}

/** What each step of a project's plan does. */
export function projectExecutors(ground: ExecutionGround): Executors<ProjectStep> {
  const { docker, model, containers, warn } = ground;
  return {
    pull: ({ image, platform }, signal) => docker.images.pull(image, { platform, signal }),
    build: ({ service }, signal) => buildService(docker, model, service, signal),
    'create network': ({ resource, key, network }, signal) =>
      docker.networks.ensure(resource.name, {
        ...networkOptions(network),
        labels: { ...networkLabels(model.name, key, network), ...ground.ownLabels(resource.name) },
        signal,
      }),
    'remove network': ({ resource, mayStay }, signal) =>
      staying(docker.networks.remove(resource.name, { signal }), 'network.in-use', mayStay, () =>
        warn(`network ${resource.name} is still in use and stays`),
      ),
    'create volume': ({ resource, key, volume }, signal) =>
      docker.volumes.ensure(resource.name, {
        driver: volume.driver,
        driverOptions: volume.driver_opts,
        labels: volumeLabels(model.name, key, volume),
        signal,
      }),
    'remove volume': ({ resource, mayStay }, signal) =>
      staying(docker.volumes.remove(resource.name, { signal }), 'volume.in-use', mayStay, () =>
        warn(`volume ${resource.name} is still in use and stays`),
      ),
    connect: (step, signal) => containers.connect(step, signal),
    disconnect: ({ network, containerId }, signal) =>
      docker.networks.disconnect(network, containerId, { force: true, signal }),
    create: (step, signal) => containers.create(step, signal),
    stop: (step, signal) => containers.stop(step, signal),
    remove: (step, signal) => containers.remove(step, signal),
    rename: (step, signal) => containers.rename(step, signal),
    start: (step, signal) => containers.start(step, signal),
    wait: (step, signal) => containers.wait(step, signal),
  };
}

async function staying(
  removal: Promise<unknown>,
  code: 'network.in-use' | 'volume.in-use',
  mayStay: boolean,
  tell: () => void,
): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!mayStay || !isDocktopusError(error, code)) throw error;
    tell();
  }
}
