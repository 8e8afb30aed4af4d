import type { EngineMount } from './engine-mount.ts';
import type { HostResources } from './host-resources.ts';

/** What of a container depends on its host. */
export interface HostConfig extends HostResources {
  /** `host:container[:options]`, `volume:container[:options]`. */
  readonly Binds?: readonly string[] | null;
  readonly ContainerIDFile?: string;
  readonly LogConfig?: LogConfig;
  /** `'bridge'`, `'host'`, `'none'`, `'container:<name|id>'`, or a network's name. */
  readonly NetworkMode?: string;
  /** `{ '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] }` */
  readonly PortBindings?: PortMap | null;
  readonly RestartPolicy?: EngineRestartPolicy;
  readonly AutoRemove?: boolean;
  readonly VolumeDriver?: string;
  readonly VolumesFrom?: readonly string[] | null;
  readonly Mounts?: readonly EngineMount[] | null;
  /** `[height, width]` */
  readonly ConsoleSize?: readonly [number, number] | null;
  readonly Annotations?: Readonly<Record<string, string>> | null;
  readonly CapAdd?: readonly string[] | null;
  readonly CapDrop?: readonly string[] | null;
  readonly CgroupnsMode?: 'private' | 'host' | '';
  readonly Dns?: readonly string[] | null;
  readonly DnsOptions?: readonly string[] | null;
  readonly DnsSearch?: readonly string[] | null;
  /** `'name:address'` */
  readonly ExtraHosts?: readonly string[] | null;
  readonly GroupAdd?: readonly string[] | null;
  readonly IpcMode?: string;
  readonly Cgroup?: string;
  readonly Links?: readonly string[] | null;
  /** −1000 to 1000. */
  readonly OomScoreAdj?: number;
  readonly PidMode?: string;
  readonly Privileged?: boolean;
  readonly PublishAllPorts?: boolean;
  readonly ReadonlyRootfs?: boolean;
  readonly SecurityOpt?: readonly string[] | null;
  readonly StorageOpt?: Readonly<Record<string, string>> | null;
  /** `{ '/run': 'rw,size=64m' }` */
  readonly Tmpfs?: Readonly<Record<string, string>> | null;
  readonly UTSMode?: string;
  readonly UsernsMode?: string;
  /** Bytes. */
  readonly ShmSize?: number;
  readonly Sysctls?: Readonly<Record<string, string>> | null;
  readonly Runtime?: string;
  /** Windows. */
  readonly Isolation?: 'default' | 'process' | 'hyperv' | '';
  readonly MaskedPaths?: readonly string[] | null;
  readonly ReadonlyPaths?: readonly string[] | null;
}

export type PortMap = Readonly<Record<string, readonly EnginePortBinding[] | null>>;

export interface EnginePortBinding {
  readonly HostIp?: string;
  /** A port, a range `'8000-8010'`, or `''` and `'0'` for any free one. */
  readonly HostPort?: string;
}

export interface EngineRestartPolicy {
  readonly Name?: '' | 'no' | 'always' | 'unless-stopped' | 'on-failure';
  readonly MaximumRetryCount?: number;
}

export interface LogConfig {
  /** `'json-file'`, `'local'`, `'journald'`, `'none'`, …, or a plugin. */
  readonly Type?: string;
  readonly Config?: Readonly<Record<string, string>> | null;
}
