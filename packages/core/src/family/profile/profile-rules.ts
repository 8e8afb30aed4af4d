import type { EngineMount, HostConfig } from '../../engine/index.ts';
import { NUMERIC_USER, type UntrustedProfile } from './untrusted-profile.ts';

/** A container as it is planned, or as the engine has made it: both have the same form. */
export interface ProfiledContainer {
  readonly user: string | undefined;
  readonly host: HostConfig;
}

/** What the profile is held to beside the container. */
export interface ProfileContext {
  readonly profile: UntrustedProfile;
  /** Whether a network is the family's own, on which members do not reach each other. */
  isOwnNetwork(name: string): boolean;
  /** Under the first version of control groups, they have no namespace of their own. */
  readonly cgroupVersion: string | undefined;
}

/**
 * `any`: whatever it is, it gives nothing away. `none`: it must be empty. A function says what is expected instead, or
 * nothing when all is well.
 */
type FieldRule<K extends keyof HostConfig> =
  | 'any'
  | 'none'
  | ((value: HostConfig[K], container: ProfiledContainer, context: ProfileContext) => string | undefined);

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1)$/;

/** Every field of what depends on the host. One that is missing here does not compile, and one that nobody knows is refused. */
export const HOST_CONFIG_RULES: { readonly [K in keyof Required<HostConfig>]: FieldRule<K> } = {
  Binds: (binds, _, { profile }) =>
    (binds ?? []).every((bind) => isBindAllowed(bind.split(':')[0] ?? '', profile))
      ? undefined
      : bindsExpected(profile),
  ContainerIDFile: 'none',
  LogConfig: (log) => (isLogBounded(log) ? undefined : "'none', 'local', or 'json-file' with max-size"),
  NetworkMode: (mode, _, { isOwnNetwork }) =>
    mode === 'none' || isOwnNetwork(mode ?? '') ? undefined : "'none', or a network of the family's own",

  PortBindings: (ports) =>
    Object.values(ports ?? {}).every((bindings) =>
      (bindings ?? []).every(({ HostIp = '' }) => LOOPBACK.test(HostIp)),
    )
      ? undefined
      : 'ports on the loopback only',
  RestartPolicy: (policy) => (policy?.Name === 'always' ? "any but 'always'" : undefined),
  AutoRemove: 'any',
  VolumeDriver: (driver) =>
    driver === undefined || driver === '' || driver === 'local' ? undefined : "'local'",
  VolumesFrom: 'none',
  Mounts: (mounts, _, { profile }) =>
    (mounts ?? []).every((mount) => isMountAllowed(mount, profile)) ? undefined : bindsExpected(profile),
  ConsoleSize: 'any',
  Annotations: 'none',
  CapAdd: (added, _, { profile }) => {
    const allowed = (name: string) => profile.capAdd.includes(name.replace(/^CAP_/, ''));
    return (added ?? []).every(allowed)
      ? undefined
      : `none but ${profile.capAdd.join(', ') || 'those of the profile, which has none'}`;
  },
  CapDrop: (dropped) => ((dropped ?? []).some((name) => name.toUpperCase() === 'ALL') ? undefined : 'ALL'),
  CgroupnsMode: (mode, _, { cgroupVersion }) =>
    mode === 'host' && cgroupVersion !== '1' ? "'private'" : undefined,
  Dns: 'any',
  DnsOptions: 'any',
  DnsSearch: 'any',
  ExtraHosts: 'none',
  GroupAdd: 'none',
  IpcMode: (mode) => (mode === 'private' || mode === 'none' ? undefined : "'private' or 'none'"),
  Cgroup: 'none',
  Links: 'none',
  OomScoreAdj: (score) => ((score ?? 0) >= 0 ? undefined : '0 or more'),
  PidMode: 'none',
  Privileged: 'none',
  PublishAllPorts: 'none',
  ReadonlyRootfs: (readOnly) => (readOnly === true ? undefined : 'true'),
  SecurityOpt: securityExpected,
  StorageOpt: (storage, _, { profile: { storageBytes } }) =>
    storageBytes === undefined || Number(storage?.size) === storageBytes ? undefined : `size ${storageBytes}`,
  Tmpfs: (tmpfs) =>
    Object.values(tmpfs ?? {}).every(isTmpfsSafe) ? undefined : 'nosuid, nodev and a size each',
  UTSMode: 'none',
  UsernsMode: 'none',
  ShmSize: (bytes) => ((bytes ?? 0) <= 64 << 20 ? undefined : 'at most 64 MiB'),
  Sysctls: 'none',
  Runtime: (runtime, _, { profile }) =>
    profile.runtime === undefined || runtime === profile.runtime ? undefined : `'${profile.runtime}'`,
  Isolation: 'any',
  MaskedPaths: (paths) => (paths?.length === 0 ? "the engine's own" : undefined),
  ReadonlyPaths: (paths) => (paths?.length === 0 ? "the engine's own" : undefined),
  CpuShares: 'any',
  Memory: (bytes, _, { profile: { memoryBytes } }) =>
    (bytes ?? 0) > 0 && (bytes ?? 0) <= memoryBytes
      ? undefined
      : `at most ${memoryBytes} bytes, and more than none`,
  CgroupParent: 'none',
  BlkioWeight: 'any',
  BlkioWeightDevice: 'any',
  BlkioDeviceReadBps: 'any',
  BlkioDeviceWriteBps: 'any',
  BlkioDeviceReadIOps: 'any',
  BlkioDeviceWriteIOps: 'any',
  CpuPeriod: 'any',
  CpuQuota: 'any',
  CpuRealtimePeriod: 'none',
  CpuRealtimeRuntime: 'none',
  CpusetCpus: 'any',
  CpusetMems: 'any',
  Devices: 'none',
  DeviceCgroupRules: 'none',
  DeviceRequests: 'none',
  KernelMemory: 'any',
  KernelMemoryTCP: 'any',
  MemoryReservation: 'any',
  MemorySwap: (bytes, { host }) =>
    bytes === host.Memory ? undefined : 'as much as the memory, which is no swap',
  MemorySwappiness: 'any',
  NanoCpus: (nano, _, { profile: { cpus } }) =>
    (nano ?? 0) > 0 && (nano ?? 0) <= cpus * 1e9 ? undefined : `at most ${cpus} CPUs, and more than none`,
  OomKillDisable: 'none',
  Init: (init, _, { profile }) => (init === true || !profile.init ? undefined : 'true'),
  PidsLimit: (pids, _, { profile }) =>
    (pids ?? 0) > 0 && (pids ?? 0) <= profile.pids
      ? undefined
      : `at most ${profile.pids}, and more than none`,
  Ulimits: (ulimits) =>
    (ulimits ?? []).some(({ Name }) => Name === 'nofile') ? undefined : 'a limit on open files',
  CpuCount: 'any',
  CpuPercent: 'any',
  IOMaximumIOps: 'any',
  IOMaximumBandwidth: 'any',
};

/** A user that is root in no image. */
export function userExpected(user: string | undefined): string | undefined {
  return user !== undefined && NUMERIC_USER.test(user)
    ? undefined
    : "a user and group that are not root, by number, such as '1000:1000'";
}

function securityExpected(options: HostConfig['SecurityOpt']): string | undefined {
  const all = (options ?? []).map((option) => option.toLowerCase());
  const isSafe = all.every((option) =>
    /^(?:no-new-privileges(?:[:=]true)?|apparmor[:=]docker-default)$/.test(option),
  );
  const isSet = all.some((option) => option.startsWith('no-new-privileges'));
  return isSafe && isSet ? undefined : 'no-new-privileges, and nothing else';
}

function isLogBounded(log: HostConfig['LogConfig']): boolean {
  if (log?.Type === 'none' || log?.Type === 'local') return true;
  return log?.Type === 'json-file' && /^[1-9]\d*[kmg]$/i.test(log.Config?.['max-size'] ?? '');
}

function isTmpfsSafe(options: string): boolean {
  const all = options.split(',');
  const has = (name: string) => all.includes(name);
  const sized = all.some((option) => /^size=[1-9]/.test(option));
  return has('nosuid') && has('nodev') && sized && !has('suid') && !has('dev');
}

function isMountAllowed(
  { Type, Source = '', VolumeOptions, TmpfsOptions }: EngineMount,
  profile: UntrustedProfile,
): boolean {
  if (Type === 'bind') return isBindAllowed(Source, profile);
  // Options of the local driver can make a volume of any directory of the host.
  const driver = VolumeOptions?.DriverConfig;
  const isPlain = !driver?.Name || driver.Name === 'local';
  if (Type === 'volume') return isPlain && Object.keys(driver?.Options ?? {}).length === 0;
  return Type === 'tmpfs' && (TmpfsOptions?.SizeBytes ?? 0) > 0;
}

/** Where engines keep sockets and state, and where the kernel shows itself: nothing there is anybody's to give away. */
const OFF_LIMITS = [
  '/run',
  '/proc',
  '/sys',
  '/dev',
  '/boot',
  '/etc',
  '/var/lib/docker',
  '/var/lib/containerd',
];

/** A volume by its name, or a path that is below an allowed directory and stays there. */
function isBindAllowed(source: string, { bindsUnder }: UntrustedProfile): boolean {
  if (/^[a-zA-Z0-9]/.test(source)) return true;
  const path = source.replace(/\/+/g, '/').replace(/^\/var\/run(?=\/|$)/, '/run');
  const stays = !/\/\.{1,2}(?:\/|$)/.test(path);
  const isOffLimits = OFF_LIMITS.some((place) => isUnder(path, place) || isUnder(place, path));
  const isSocket = path.endsWith('.sock');
  return (
    stays && !isOffLimits && !isSocket && bindsUnder.some((directory) => path.startsWith(`${directory}/`))
  );
}

function isUnder(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory.replace(/\/$/, '')}/`);
}

function bindsExpected({ bindsUnder }: UntrustedProfile): string {
  const places =
    bindsUnder.length === 0
      ? 'nothing of the host'
      : `of the host only what is under ${bindsUnder.join(', ')}`;
  return `volumes without options of a driver, and ${places}`;
}
