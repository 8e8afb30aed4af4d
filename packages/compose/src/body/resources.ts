import type { Service } from '../schema/index.ts';
import type { HostConfig } from './container-request.ts';
import { billionths, bytes } from './numbers.ts';
import { present } from './present.ts';

type Request = NonNullable<Service['gpus']>[number];

/** Limits and devices. What deploy says comes after the older keys of a service. */
export function resources(service: Service): Partial<HostConfig> {
  const { limits, reservations } = service.deploy?.resources ?? {};
  const cdi = (service.devices ?? []).filter(isCdi).map(({ source }) => source);
  return present<Partial<HostConfig>>({
    CgroupParent: service.cgroup_parent,
    Memory: bytes(limits?.memory) ?? bytes(service.mem_limit),
    MemorySwap: bytes(service.memswap_limit),
    MemorySwappiness: bytes(service.mem_swappiness),
    MemoryReservation: bytes(reservations?.memory) ?? bytes(service.mem_reservation),
    OomKillDisable: service.oom_kill_disable,
    CpuCount: service.cpu_count,
    CpuPercent: service.cpu_percent === undefined ? undefined : Math.trunc(service.cpu_percent * 100),
    CpuPeriod: service.cpu_period,
    CpuQuota: service.cpu_quota,
    CpuRealtimePeriod: service.cpu_rt_period,
    CpuRealtimeRuntime: service.cpu_rt_runtime,
    CpuShares: service.cpu_shares,
    CpusetCpus: service.cpuset,
    NanoCpus: billionths(limits?.cpus) ?? billionths(service.cpus),
    PidsLimit: limits?.pids ?? service.pids_limit,
    DeviceCgroupRules: service.device_cgroup_rules,
    Devices: service.devices
      ?.filter((device) => !isCdi(device))
      .map(({ source, target = source, permissions = 'rwm' }) => ({
        PathOnHost: source,
        PathInContainer: target,
        CgroupPermissions: permissions,
      })),
    DeviceRequests: [
      ...(reservations?.devices ?? []).map((request) => deviceRequest(request, [])),
      ...(service.gpus ?? []).map((request) => deviceRequest(request, ['gpu'])),
      ...(cdi.length > 0 ? [{ Driver: 'cdi', DeviceIDs: cdi }] : []),
    ],
    Ulimits: Object.entries(service.ulimits ?? {}).map(([name, limit]) => ulimit(name, limit)),
    ...blockInput(service.blkio_config),
  });
}

/** `vendor.com/class=name`: what the Container Device Interface calls a device. */
function isCdi({ source, target }: { readonly source: string; readonly target?: string }): boolean {
  return source === target && /^[a-z0-9.-]+\/[\w.-]+=[\w.:-]+$/i.test(source);
}

function deviceRequest(
  { capabilities = [], count, device_ids, driver, options }: Request,
  further: readonly string[],
): NonNullable<HostConfig['DeviceRequests']>[number] {
  return present({
    Driver: driver,
    Count: count ?? (device_ids === undefined ? -1 : undefined),
    DeviceIDs: device_ids,
    Capabilities: [[...new Set([...capabilities, ...further])]],
    Options: options,
  });
}

function ulimit(name: string, limit: NonNullable<Service['ulimits']>[string]) {
  if (typeof limit === 'number') return { Name: name, Soft: limit, Hard: limit };
  const { soft = 0, hard = 0 } = limit as { readonly soft?: number; readonly hard?: number };
  return { Name: name, Soft: soft, Hard: hard };
}

function blockInput(config: Service['blkio_config']): { readonly [K in keyof HostConfig]?: HostConfig[K] } {
  if (config === undefined) return {};
  const rates = (list: NonNullable<typeof config>['device_read_bps']) =>
    list?.map(({ path = '', rate }) => ({ Path: path, Rate: Number(rate) }));
  return present<Partial<HostConfig>>({
    BlkioWeight: config.weight,
    BlkioWeightDevice: config.weight_device?.map(({ path = '', weight = 0 }) => ({
      Path: path,
      Weight: weight,
    })),
    BlkioDeviceReadBps: rates(config.device_read_bps),
    BlkioDeviceReadIOps: rates(config.device_read_iops),
    BlkioDeviceWriteBps: rates(config.device_write_bps),
    BlkioDeviceWriteIOps: rates(config.device_write_iops),
  });
}
