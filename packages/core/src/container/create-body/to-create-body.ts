import type { CreateContainerBody } from '../../engine/index.ts';
import { mergeDeep } from '../../json/index.ts';
import type { ContainerSpec } from '../spec/container-spec.ts';
import { healthConfig } from './health-config.ts';
import { hostConfig } from './host-config.ts';
import { isPlainAnonymousVolume } from './mounts.ts';
import { endpointSettings, isNetworkMode } from './network-endpoint.ts';
import { withoutUndefined } from './without-undefined.ts';

/**
 * The body of the engine's create call for `spec`: what is sent, nothing hidden. Name and platform go into the query.
 *
 * Only the first network is in it, because engines before API 1.44 take one; the others are connected before the start.
 */
export function toCreateBody(spec: ContainerSpec): CreateContainerBody {
  const body = withoutUndefined<CreateContainerBody>({
    Image: spec.image,
    Hostname: spec.hostname,
    User: spec.user,
    Env: spec.env && envEntries(spec.env),
    Cmd: spec.cmd,
    Entrypoint: spec.entrypoint,
    WorkingDir: spec.workdir,
    Labels: spec.labels,
    Healthcheck: spec.healthcheck && healthConfig(spec.healthcheck),
    ExposedPorts: exposedPorts(spec),
    Volumes: anonymousVolumes(spec),
    Tty: spec.tty,
    OpenStdin: spec.openStdin,
    StopSignal: spec.stopSignal,
    StopTimeout: spec.stopTimeoutSeconds,
    HostConfig: hostConfig(spec),
    NetworkingConfig: networkingConfig(spec),
  });
  return mergeDeep(mergeDeep(body, spec.createOptions), spec.unsafe) as CreateContainerBody;
}

function envEntries(env: Readonly<Record<string, string | null>>): readonly string[] {
  return Object.entries(env).map(([key, value]) => (value === null ? key : `${key}=${value}`));
}

function exposedPorts({ ports }: ContainerSpec): CreateContainerBody['ExposedPorts'] {
  if (ports === undefined) return undefined;
  return Object.fromEntries(ports.map(({ containerPort, protocol }) => [`${containerPort}/${protocol}`, {}]));
}

function anonymousVolumes({ mounts }: ContainerSpec): CreateContainerBody['Volumes'] {
  const anonymous = (mounts ?? []).filter(isPlainAnonymousVolume);
  return anonymous.length === 0 ? undefined : Object.fromEntries(anonymous.map(({ target }) => [target, {}]));
}

function networkingConfig({ networks }: ContainerSpec): CreateContainerBody['NetworkingConfig'] {
  const first = networks?.[0];
  if (first === undefined || isNetworkMode(first.name)) return undefined;
  return { EndpointsConfig: { [first.name]: endpointSettings(first) } };
}
