import type { Issue, Policy } from '@docktopus/core';
import {
  buildPolicyIssues,
  networkBody,
  networkPolicyIssues,
  type PolicyOptions,
  policyIssues,
  volumePolicyIssues,
} from '@docktopus/core/kit';
import { containerName } from '../plan/desired-project.ts';
import { imageOf } from '../plan/plan-images.ts';
import type { ComposeModel, Service } from '../schema/index.ts';
import { childPath } from '../tree/index.ts';
import { containerRequest } from './create-body.ts';
import { networkOptions } from './network-options.ts';

export interface PolicyGround {
  readonly apiVersion: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where relative paths of the policy begin. */
  readonly directory: string;
}

/** What a model asks an engine to make, as far as a policy judges it. */
export interface JudgedCreation {
  /** In the file: `'services.web'`. */
  readonly place: string;
  readonly kind: 'container' | 'volume' | 'network' | 'build';
  /** What is sent; of a build, its parameters. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The creations of all services, volumes and networks. */
export function creationsOf(
  model: ComposeModel,
  { apiVersion, environment }: Pick<PolicyGround, 'apiVersion' | 'environment'>,
): readonly JudgedCreation[] {
  const services = Object.entries(model.services).flatMap(([name, written]): JudgedCreation[] => {
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
    const place = childPath('services', name);
    const { network: networkmode } = service.build ?? {};
    return [
      ...(networkmode === undefined ? [] : [{ place, kind: 'build', body: { networkmode } } as const]),
      { place, kind: 'container', body: { ...body } },
    ];
  });
  const volumes = Object.entries(model.volumes ?? {}).flatMap(([key, volume]): JudgedCreation[] => {
    if (volume.external) return [];
    const body = { Name: volume.name, Driver: volume.driver, DriverOpts: volume.driver_opts };
    return [{ place: childPath('volumes', key), kind: 'volume', body }];
  });
  const networks = Object.entries(model.networks ?? {}).flatMap(([key, network]): JudgedCreation[] => {
    if (network === null || network.external) return [];
    const body = { ...networkBody(network.name ?? key, networkOptions(network)) };
    return [{ place: childPath('networks', key), kind: 'network', body }];
  });
  return [...services, ...volumes, ...networks];
}

/** Everything of a model that a policy does not allow. Pure; links are followed when something is made. */
export function modelPolicyIssues(
  model: ComposeModel,
  policy: Policy,
  { directory, ...ground }: PolicyGround,
): readonly Issue[] {
  return creationsOf(model, ground).flatMap(({ place, kind, body }) =>
    at(place, judges[kind](body, policy, { directory })),
  );
}

const judges: {
  readonly [K in JudgedCreation['kind']]: (
    body: Readonly<Record<string, unknown>>,
    policy: Policy,
    options: PolicyOptions,
  ) => readonly Issue[];
} = {
  container: policyIssues,
  volume: volumePolicyIssues,
  network: networkPolicyIssues,
  build: (parameters, policy) =>
    buildPolicyIssues(new URLSearchParams(parameters as Record<string, string>), policy),
};

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

/** Issues that say where in the file they are. */
export function at(place: string, issues: readonly Issue[]): readonly Issue[] {
  return issues.map((issue) => ({ ...issue, path: `${place}: ${issue.path}` }));
}
