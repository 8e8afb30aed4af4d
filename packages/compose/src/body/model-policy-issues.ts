import type { Issue, Policy } from '@docktopus/core';
import { policyIssues, volumePolicyIssues } from '@docktopus/core/kit';
import { containerName } from '../plan/desired-project.ts';
import { imageOf } from '../plan/plan-images.ts';
import type { ComposeModel, Service } from '../schema/index.ts';
import { childPath } from '../tree/index.ts';
import { containerRequest } from './create-body.ts';

export interface PolicyGround {
  readonly apiVersion: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where relative paths of the policy begin. */
  readonly directory: string;
}

/** Everything of a model that a policy does not allow. Pure; links are followed when something is made. */
export function modelPolicyIssues(
  model: ComposeModel,
  policy: Policy,
  { apiVersion, environment, directory }: PolicyGround,
): readonly Issue[] {
  const services = Object.entries(model.services).flatMap(([name, written]) => {
    const service = withoutShared(written);
    const { body } = containerRequest({
      model,
      name,
      service,
      number: 1,
      containerName: containerName(model.name, name, service, 1),
      image: imageOf(model.name, name, service),
      found: undefined,
      inherited: [],
      apiVersion,
      environment,
    });
    return at(childPath('services', name), policyIssues(body, policy, { directory }));
  });
  const volumes = Object.entries(model.volumes ?? {}).flatMap(([key, volume]) => {
    if (volume.external) return [];
    const body = { Name: volume.name, Driver: volume.driver, DriverOpts: volume.driver_opts };
    return at(childPath('volumes', key), volumePolicyIssues(body, policy, { directory }));
  });
  return [...services, ...volumes];
}

/** Services of one project may share what they have. */
function withoutShared(service: Service): Service {
  const { network_mode, ipc, pid, volumes_from = [], ...rest } = service;
  const others = (mode: string | undefined) => (mode?.startsWith('service:') ? undefined : mode);
  return {
    ...rest,
    network_mode: others(network_mode),
    ipc: others(ipc),
    pid: others(pid),
    volumes_from: volumes_from.filter((source) => source.startsWith('container:')),
  } as Service;
}

function at(place: string, issues: readonly Issue[]): readonly Issue[] {
  return issues.map((issue) => ({ ...issue, path: `${place}: ${issue.path}` }));
}
