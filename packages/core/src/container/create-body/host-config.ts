import type {
  DeviceRequest,
  EnginePortBinding,
  HostConfig,
  HostResources,
  PortMap,
} from '../../engine/index.ts';
import type { ContainerSpec } from '../spec/container-spec.ts';
import type { GpuRequest } from '../spec/gpu-request.ts';
import type { Limits } from '../spec/limits.ts';
import type { PortMapping } from '../spec/port-mapping.ts';
import { printPortRange } from '../syntax/port-number.ts';
import { bindsOf, mountsOf } from './mounts.ts';
import { withoutUndefined } from './without-undefined.ts';

export function hostConfig(spec: ContainerSpec): HostConfig {
  const mounts = spec.mounts ?? [];
  return {
    ...resources(spec.limits ?? {}),
    ...withoutUndefined<HostConfig>({
      Ulimits: spec.ulimits?.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
      Devices: spec.devices?.map(({ hostPath, containerPath, permissions }) => ({
        PathOnHost: hostPath,
        PathInContainer: containerPath,
        CgroupPermissions: permissions,
      })),
      DeviceRequests: spec.gpus?.map(deviceRequest),
      CapAdd: spec.capAdd,
      CapDrop: spec.capDrop,
      SecurityOpt: spec.securityOpt,
      ReadonlyRootfs: spec.readOnlyRootfs,
      Tmpfs: spec.tmpfs,
      Binds: whenAny(bindsOf(mounts)),
      Mounts: whenAny(mountsOf(mounts)),
      PortBindings: spec.ports && portMap(spec.ports),
      Runtime: spec.runtime,
      RestartPolicy: spec.restartPolicy && restartPolicy(spec.restartPolicy),
      ExtraHosts: spec.extraHosts?.map(({ host, address }) => `${host}:${address}`),
      Init: spec.init,
      Dns: spec.dns,
      Sysctls: spec.sysctls,
      LogConfig: spec.logDriver && { Type: spec.logDriver.name, Config: spec.logDriver.options },
      AutoRemove: spec.autoRemove,
      NetworkMode: spec.networks?.[0]?.name,
    }),
  };
}

function resources(limits: Limits): HostResources & HostConfig {
  return withoutUndefined<HostResources & Pick<HostConfig, 'ShmSize'>>({
    Memory: limits.memoryBytes,
    MemorySwap: limits.memorySwapBytes,
    MemoryReservation: limits.memoryReservationBytes,
    NanoCpus: limits.cpus === undefined ? undefined : Math.round(limits.cpus * 1e9),
    CpuShares: limits.cpuShares,
    CpusetCpus: limits.cpuset,
    PidsLimit: limits.pids,
    ShmSize: limits.shmBytes,
    BlkioWeight: limits.blkioWeight,
  });
}

function deviceRequest({ count, deviceIds, driver, capabilities, options }: GpuRequest): DeviceRequest {
  return withoutUndefined<DeviceRequest>({
    Driver: driver,
    Count: count === 'all' ? -1 : count,
    DeviceIDs: deviceIds,
    Capabilities: [capabilities],
    Options: Object.keys(options).length === 0 ? undefined : options,
  });
}

function portMap(ports: readonly PortMapping[]): PortMap {
  const map: Record<string, EnginePortBinding[]> = {};
  for (const port of ports) {
    const key = `${port.containerPort}/${port.protocol}`;
    const earlier = map[key] ?? [];
    map[key] = [...earlier, { HostIp: port.hostIp, HostPort: hostPort(port) }];
  }
  return map;
}

/** `''` asks for any free port, as `docker run -p 80` does. */
function hostPort({ hostPort, hostPortEnd }: PortMapping): string {
  return hostPort === 0 ? '' : printPortRange({ from: hostPort, to: hostPortEnd ?? hostPort });
}

function restartPolicy(policy: NonNullable<ContainerSpec['restartPolicy']>): HostConfig['RestartPolicy'] {
  return policy.name === 'on-failure'
    ? { Name: policy.name, MaximumRetryCount: policy.maximumRetryCount ?? 0 }
    : { Name: policy.name };
}

function whenAny<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}
