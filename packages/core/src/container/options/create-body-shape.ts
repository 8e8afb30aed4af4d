import type {
  CreateContainerBody,
  EndpointSettings,
  EngineMount,
  HealthConfig,
  HostConfig,
  HostResources,
} from '../../engine/index.ts';

/** What the API takes somewhere in the create body: a kind of value, a list, a map with keys of one's own, or fields. */
export type BodyShape =
  | 'text'
  | 'number'
  | 'flag'
  | 'json'
  | { readonly list: BodyShape }
  | { readonly map: BodyShape }
  | { readonly fields: Readonly<Record<string, BodyShape>> };

/** Every field of `T`, none forgotten and none invented, each with the kind that its type has. */
type ShapeOf<T> = [T] extends [string]
  ? 'text'
  : [T] extends [number]
    ? 'number'
    : [T] extends [boolean]
      ? 'flag'
      : T extends readonly (infer E)[]
        ? { readonly list: ShapeOf<E> }
        : string extends keyof T
          ? { readonly map: ShapeOf<T[keyof T] & {}> | 'json' }
          : { readonly fields: { readonly [K in keyof T]-?: ShapeOf<NonNullable<T[K]>> } };

const texts = { list: 'text' } as const;
const textMap = { map: 'text' } as const;
/** A set as the API writes it, `{ 'x': {} }`. */
const set = { map: 'json' } as const;
const weights = { list: { fields: { Path: 'text', Weight: 'number' } } } as const;
const rates = { list: { fields: { Path: 'text', Rate: 'number' } } } as const;

const healthcheck: ShapeOf<HealthConfig> = {
  fields: {
    Test: texts,
    Interval: 'number',
    Timeout: 'number',
    Retries: 'number',
    StartPeriod: 'number',
    StartInterval: 'number',
  },
};

const mount: ShapeOf<EngineMount> = {
  fields: {
    Target: 'text',
    Source: 'text',
    Type: 'text',
    ReadOnly: 'flag',
    Consistency: 'text',
    BindOptions: {
      fields: {
        Propagation: 'text',
        NonRecursive: 'flag',
        CreateMountpoint: 'flag',
        ReadOnlyNonRecursive: 'flag',
        ReadOnlyForceRecursive: 'flag',
      },
    },
    VolumeOptions: {
      fields: {
        NoCopy: 'flag',
        Labels: textMap,
        DriverConfig: { fields: { Name: 'text', Options: textMap } },
        Subpath: 'text',
      },
    },
    ImageOptions: { fields: { Subpath: 'text' } },
    TmpfsOptions: { fields: { SizeBytes: 'number', Mode: 'number', Options: { list: texts } } },
  },
};

const resources: ShapeOf<HostResources>['fields'] = {
  CpuShares: 'number',
  Memory: 'number',
  CgroupParent: 'text',
  BlkioWeight: 'number',
  BlkioWeightDevice: weights,
  BlkioDeviceReadBps: rates,
  BlkioDeviceWriteBps: rates,
  BlkioDeviceReadIOps: rates,
  BlkioDeviceWriteIOps: rates,
  CpuPeriod: 'number',
  CpuQuota: 'number',
  CpuRealtimePeriod: 'number',
  CpuRealtimeRuntime: 'number',
  CpusetCpus: 'text',
  CpusetMems: 'text',
  Devices: { list: { fields: { PathOnHost: 'text', PathInContainer: 'text', CgroupPermissions: 'text' } } },
  DeviceCgroupRules: texts,
  DeviceRequests: {
    list: {
      fields: {
        Driver: 'text',
        Count: 'number',
        DeviceIDs: texts,
        Capabilities: { list: texts },
        Options: textMap,
      },
    },
  },
  KernelMemory: 'number',
  KernelMemoryTCP: 'number',
  MemoryReservation: 'number',
  MemorySwap: 'number',
  MemorySwappiness: 'number',
  NanoCpus: 'number',
  OomKillDisable: 'flag',
  Init: 'flag',
  PidsLimit: 'number',
  Ulimits: { list: { fields: { Name: 'text', Soft: 'number', Hard: 'number' } } },
  CpuCount: 'number',
  CpuPercent: 'number',
  IOMaximumIOps: 'number',
  IOMaximumBandwidth: 'number',
};

const hostConfig: ShapeOf<HostConfig> = {
  fields: {
    ...resources,
    Binds: texts,
    ContainerIDFile: 'text',
    LogConfig: { fields: { Type: 'text', Config: textMap } },
    NetworkMode: 'text',
    PortBindings: { map: { list: { fields: { HostIp: 'text', HostPort: 'text' } } } },
    RestartPolicy: { fields: { Name: 'text', MaximumRetryCount: 'number' } },
    AutoRemove: 'flag',
    VolumeDriver: 'text',
    VolumesFrom: texts,
    Mounts: { list: mount },
    ConsoleSize: { list: 'number' },
    Annotations: textMap,
    CapAdd: texts,
    CapDrop: texts,
    CgroupnsMode: 'text',
    Dns: texts,
    DnsOptions: texts,
    DnsSearch: texts,
    ExtraHosts: texts,
    GroupAdd: texts,
    IpcMode: 'text',
    Cgroup: 'text',
    Links: texts,
    OomScoreAdj: 'number',
    PidMode: 'text',
    Privileged: 'flag',
    PublishAllPorts: 'flag',
    ReadonlyRootfs: 'flag',
    SecurityOpt: texts,
    StorageOpt: textMap,
    Tmpfs: textMap,
    UTSMode: 'text',
    UsernsMode: 'text',
    ShmSize: 'number',
    Sysctls: textMap,
    Runtime: 'text',
    Isolation: 'text',
    MaskedPaths: texts,
    ReadonlyPaths: texts,
  },
};

const endpoint: ShapeOf<EndpointSettings> = {
  fields: {
    IPAMConfig: { fields: { IPv4Address: 'text', IPv6Address: 'text', LinkLocalIPs: texts } },
    Links: texts,
    MacAddress: 'text',
    Aliases: texts,
    DriverOpts: textMap,
    NetworkID: 'text',
    EndpointID: 'text',
    Gateway: 'text',
    IPAddress: 'text',
    IPPrefixLen: 'number',
    IPv6Gateway: 'text',
    GlobalIPv6Address: 'text',
    GlobalIPv6PrefixLen: 'number',
    DNSNames: texts,
    GwPriority: 'number',
  },
};

/** The create body of Engine API 1.52, key by key; the compiler holds it to {@link CreateContainerBody}. */
export const createBodyShape: ShapeOf<CreateContainerBody> = {
  fields: {
    Hostname: 'text',
    Domainname: 'text',
    User: 'text',
    AttachStdin: 'flag',
    AttachStdout: 'flag',
    AttachStderr: 'flag',
    ExposedPorts: set,
    Tty: 'flag',
    OpenStdin: 'flag',
    StdinOnce: 'flag',
    Env: texts,
    Cmd: texts,
    Healthcheck: healthcheck,
    ArgsEscaped: 'flag',
    Image: 'text',
    Volumes: set,
    WorkingDir: 'text',
    Entrypoint: texts,
    NetworkDisabled: 'flag',
    MacAddress: 'text',
    OnBuild: texts,
    Labels: textMap,
    StopSignal: 'text',
    StopTimeout: 'number',
    Shell: texts,
    HostConfig: hostConfig,
    NetworkingConfig: { fields: { EndpointsConfig: { map: endpoint } } },
  },
};
