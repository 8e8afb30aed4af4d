import { isRecord } from '../../json/index.ts';
import type { HostConfig } from '../model/host-config.ts';
import { bindsRule, checkVolumeDriver, mountsRule } from './mount-rules.ts';
import { namespaceRule, portBindingsRule } from './namespace-rules.ts';
import { isInside, normalPath } from './policy-paths.ts';
import {
  denied,
  eachText,
  fieldsOf,
  harmless,
  isUnset,
  onlyIf,
  type PolicyRule,
  refuse,
} from './policy-rule.ts';

const LOG_DRIVERS: readonly string[] = ['json-file', 'local', 'journald', 'none'];

const DEVICE_FIELDS: readonly string[] = ['PathOnHost', 'PathInContainer', 'CgroupPermissions'];

/** What of `HostConfig` a policy allows, field by field; the compiler holds it to the API's fields. */
export const hostConfigRules: { readonly [K in keyof Required<HostConfig>]: PolicyRule } = {
  Binds: bindsRule,
  Mounts: mountsRule,
  VolumesFrom: onlyIf(({ otherContainers }) => otherContainers === true, 'otherContainers: true'),
  VolumeDriver: (value, problems, view) =>
    checkVolumeDriver(value, undefined, { name: problems, options: problems }, view),
  NetworkMode: namespaceRule('network', ['default', 'bridge', 'none']),
  PidMode: namespaceRule('pid', []),
  IpcMode: namespaceRule('ipc', ['private', 'shareable', 'none']),
  UTSMode: namespaceRule('uts', []),
  UsernsMode: namespaceRule('user', []),
  CgroupnsMode: namespaceRule('cgroup', ['private']),
  PortBindings: portBindingsRule,
  PublishAllPorts: onlyIf(({ ports }) => ports === 'any', "ports: 'any'"),
  Privileged: onlyIf(({ privileged }) => privileged === true, 'privileged: true'),
  CapAdd: eachText((given, problems, { policy }) => {
    const name = given.toUpperCase().replace(/^CAP_/, '');
    const allowed = (policy.capabilities ?? []).map((text) => text.toUpperCase().replace(/^CAP_/, ''));
    if (policy.privileged || allowed.includes('ALL') || allowed.includes(name)) return;
    const expected = allowed.length === 0 ? 'no capability' : `one of ${allowed.join(', ')}`;
    refuse(given, problems, expected, `capabilities: ['${name}']`);
  }),
  Devices: (value, problems, view) => {
    const { policy, host } = view;
    if (isUnset(value)) return;
    if (!Array.isArray(value)) {
      problems.refuse(value, 'a list of devices');
      return;
    }
    for (const [position, device] of value.entries()) {
      const { PathOnHost } = fieldsOf(device, DEVICE_FIELDS, problems.index(position), view);
      const path = normalPath(String(PathOnHost));
      const allowed = (policy.devices ?? []).map(normalPath);
      const fits = (directory: string) =>
        isInside(path, directory) && isInside(host.real(path), host.real(directory));
      if (policy.privileged || allowed.some(fits)) continue;
      refuse(path, problems.index(position), 'no device of the host', `devices: ['${path}']`);
    }
  },
  DeviceRequests: onlyIf(({ gpus, privileged }) => gpus === true || privileged === true, 'gpus: true'),
  DeviceCgroupRules: denied,
  SecurityOpt: eachText((option, problems, { policy }) => {
    if (/^no-new-privileges(?:[:=]true)?$/.test(option) || policy.securityOpt?.includes(option)) return;
    refuse(option, problems, 'no-new-privileges', `securityOpt: ['${option}']`);
  }),
  Runtime: (value, problems, { policy }) => {
    if (isUnset(value) || policy.runtimes?.includes(String(value))) return;
    refuse(value, problems, "the engine's default runtime", `runtimes: ['${String(value)}']`);
  },
  Sysctls: (value, problems, { policy }) => {
    for (const name of isRecord(value) ? Object.keys(value) : []) {
      if (policy.sysctls?.includes(name)) continue;
      refuse(name, problems.at(name), 'no kernel parameter', `sysctls: ['${name}']`);
    }
  },
  LogConfig: (value, problems, view) => {
    const { policy } = view;
    const { Type: type, Config: options } = fieldsOf(value, ['Type', 'Config'], problems, view);
    for (const [key, option] of Object.entries(isRecord(options) ? options : {})) {
      // Podman writes the log there.
      if (/^path$/i.test(key)) denied(option, problems.at('Config').at(key), view);
    }
    if (isUnset(type) || (policy.logDrivers ?? LOG_DRIVERS).includes(String(type))) return;
    const expected = `one of ${(policy.logDrivers ?? LOG_DRIVERS).join(', ')}`;
    refuse(type, problems.at('Type'), expected, `logDrivers: ['${String(type)}']`);
  },
  OomScoreAdj: (value, problems, view) => {
    // A positive one gives way to others.
    if (!(typeof value === 'number' && value >= 0)) denied(value, problems, view);
  },
  // An empty list lifts the engine's own protection.
  MaskedPaths: (value, problems, view) => {
    if (value !== null && value !== undefined) denied(true, problems, view);
  },
  ReadonlyPaths: (value, problems, view) => {
    if (value !== null && value !== undefined) denied(true, problems, view);
  },
  OomKillDisable: denied,
  Annotations: denied,
  Cgroup: denied,
  CgroupParent: denied,
  ContainerIDFile: denied,
  CpuRealtimePeriod: denied,
  CpuRealtimeRuntime: denied,
  Links: denied,
  AutoRemove: harmless,
  BlkioDeviceReadBps: harmless,
  BlkioDeviceReadIOps: harmless,
  BlkioDeviceWriteBps: harmless,
  BlkioDeviceWriteIOps: harmless,
  BlkioWeight: harmless,
  BlkioWeightDevice: harmless,
  CapDrop: harmless,
  ConsoleSize: harmless,
  CpuCount: harmless,
  CpuPercent: harmless,
  CpuPeriod: harmless,
  CpuQuota: harmless,
  CpuShares: harmless,
  CpusetCpus: harmless,
  CpusetMems: harmless,
  Dns: harmless,
  DnsOptions: harmless,
  DnsSearch: harmless,
  ExtraHosts: harmless,
  GroupAdd: harmless,
  IOMaximumBandwidth: harmless,
  IOMaximumIOps: harmless,
  Init: harmless,
  Isolation: harmless,
  KernelMemory: harmless,
  KernelMemoryTCP: harmless,
  Memory: harmless,
  MemoryReservation: harmless,
  MemorySwap: harmless,
  MemorySwappiness: harmless,
  NanoCpus: harmless,
  PidsLimit: harmless,
  ReadonlyRootfs: harmless,
  RestartPolicy: harmless,
  ShmSize: harmless,
  StorageOpt: harmless,
  Tmpfs: harmless,
  Ulimits: harmless,
};
