import type { CreateContainerBody } from '@docktopus/core/engine';
import type { Service } from '../schema/index.ts';
import type { ContainerRequest, HostConfig, ServiceInstance } from './container-request.ts';
import { injectedFiles } from './injected-files.ts';
import { mounts } from './mounts.ts';
import { networking } from './networking.ts';
import { bytes, isAtLeast, nanoseconds } from './numbers.ts';
import { exposedPorts, portBindings } from './ports.ts';
import { present } from './present.ts';
import { resources } from './resources.ts';
import { openPaths, securityOptions } from './security.ts';

/** A service in the engine's words, as Docker Compose says it. Pure. */
export function containerRequest(instance: ServiceInstance): ContainerRequest {
  const { service, image, apiVersion } = instance;
  const { mode, atCreation, later } = networking(instance);
  const body = present<CreateContainerBody>({
    Image: image,
    Hostname: service.hostname,
    Domainname: service.domainname,
    User: service.user,
    ExposedPorts: exposedPorts(service),
    Tty: service.tty,
    OpenStdin: service.stdin_open,
    AttachStdout: true,
    AttachStderr: true,
    Env: Object.entries(service.environment ?? {}).map(([name, value]) =>
      value === null ? name : `${name}=${value}`,
    ),
    WorkingDir: service.working_dir,
    MacAddress: isAtLeast(apiVersion, '1.44') ? undefined : service.mac_address,
    StopSignal: service.stop_signal,
    StopTimeout: seconds(service.stop_grace_period),
    Healthcheck: healthcheck(service),
    NetworkingConfig:
      atCreation.length === 0
        ? undefined
        : {
            EndpointsConfig: Object.fromEntries(
              atCreation.map(({ network, settings }) => [network, settings]),
            ),
          },
    HostConfig: hostConfig(instance, mode),
  });
  // An empty list clears what the image says, and differs from nothing.
  const { command, entrypoint } = service;
  const commands = {
    ...(command && { Cmd: command }),
    ...(entrypoint && { Entrypoint: emptied(entrypoint) }),
  };
  return { body: { ...body, ...commands }, networks: later, files: injectedFiles(instance) };
}

function hostConfig(instance: ServiceInstance, mode: string): HostConfig {
  const { service } = instance;
  const config = present<HostConfig>({
    ...(mounts(instance) as { readonly [K in keyof HostConfig]: HostConfig[K] }),
    ...(resources(service) as { readonly [K in keyof HostConfig]: HostConfig[K] }),
    NetworkMode: mode,
    PortBindings: portBindings(service),
    RestartPolicy: restartPolicy(service),
    Annotations: service.annotations,
    CapAdd: service.cap_add,
    CapDrop: service.cap_drop,
    CgroupnsMode: service.cgroup as HostConfig['CgroupnsMode'],
    Dns: service.dns,
    DnsOptions: service.dns_opt,
    DnsSearch: service.dns_search,
    ExtraHosts: service.extra_hosts?.map((entry) => entry.replace('=', ':')),
    GroupAdd: service.group_add,
    Init: service.init,
    IpcMode: service.ipc,
    Isolation: service.isolation as HostConfig['Isolation'],
    LogConfig: logConfig(service),
    OomScoreAdj: service.oom_score_adj,
    PidMode: service.pid,
    Privileged: service.privileged,
    ReadonlyRootfs: service.read_only,
    Runtime: service.runtime,
    ShmSize: bytes(service.shm_size),
    StorageOpt: service.storage_opt,
    Sysctls: service.sysctls,
    UTSMode: service.uts,
    UsernsMode: service.userns_mode,
    SecurityOpt: securityOptions(service),
  });
  // The engine masks no path if it is given an empty list.
  return openPaths(service) ? { ...config, MaskedPaths: [], ReadonlyPaths: [] } : config;
}

function healthcheck({ healthcheck: check }: Service): CreateContainerBody['Healthcheck'] | undefined {
  if (check === undefined) return undefined;
  if (check.disable) return { Test: ['NONE'] };
  return present<NonNullable<CreateContainerBody['Healthcheck']>>({
    Test: check.test,
    Interval: nanoseconds(check.interval),
    Timeout: nanoseconds(check.timeout),
    Retries: check.retries,
    StartPeriod: nanoseconds(check.start_period),
    StartInterval: nanoseconds(check.start_interval),
  });
}

type RestartName = NonNullable<NonNullable<HostConfig['RestartPolicy']>['Name']>;

const CONDITIONS: Readonly<Record<string, RestartName>> = { none: 'no', any: 'always' };

function restartPolicy({ restart, deploy }: Service): HostConfig['RestartPolicy'] | undefined {
  const policy = deploy?.restart_policy;
  const [name, attempts] =
    policy === undefined
      ? (restart?.split(':') ?? [])
      : [policy.condition ?? 'any', String(policy.max_attempts ?? 0)];
  if (name === undefined || name === '') return undefined;
  const Name = Object.hasOwn(CONDITIONS, name) ? CONDITIONS[name]! : (name as RestartName);
  return { Name, MaximumRetryCount: Number(attempts ?? 0) };
}

function logConfig({ logging }: Service): HostConfig['LogConfig'] | undefined {
  if (logging === undefined) return undefined;
  return present<NonNullable<HostConfig['LogConfig']>>({
    Type: logging.driver,
    Config: logging.options,
  });
}

function seconds(duration: string | undefined): number | undefined {
  const ns = nanoseconds(duration);
  return ns === undefined ? undefined : Math.trunc(ns / 1e9);
}

/** `[""]` clears the image's entrypoint. */
function emptied(entrypoint: readonly string[]): readonly string[] {
  return entrypoint.length === 0 ? [''] : entrypoint;
}
