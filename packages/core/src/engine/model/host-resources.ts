/** Limits and devices of a container. Sizes are bytes, CPU times microseconds. */
export interface HostResources {
  readonly CpuShares?: number;
  readonly Memory?: number;
  readonly CgroupParent?: string;
  /** 0–1000. */
  readonly BlkioWeight?: number;
  readonly BlkioWeightDevice?: readonly WeightDevice[] | null;
  readonly BlkioDeviceReadBps?: readonly ThrottleDevice[] | null;
  readonly BlkioDeviceWriteBps?: readonly ThrottleDevice[] | null;
  readonly BlkioDeviceReadIOps?: readonly ThrottleDevice[] | null;
  readonly BlkioDeviceWriteIOps?: readonly ThrottleDevice[] | null;
  readonly CpuPeriod?: number;
  readonly CpuQuota?: number;
  readonly CpuRealtimePeriod?: number;
  readonly CpuRealtimeRuntime?: number;
  /** `'0-2'`, `'0,1'` */
  readonly CpusetCpus?: string;
  readonly CpusetMems?: string;
  readonly Devices?: readonly EngineDevice[] | null;
  readonly DeviceCgroupRules?: readonly string[] | null;
  readonly DeviceRequests?: readonly DeviceRequest[] | null;
  /** Up to API 1.41. */
  readonly KernelMemory?: number;
  readonly KernelMemoryTCP?: number;
  readonly MemoryReservation?: number;
  /** Memory and swap together; −1 for unlimited swap. */
  readonly MemorySwap?: number;
  /** 0–100; −1 for the kernel's own. */
  readonly MemorySwappiness?: number | null;
  /** Billionths of a CPU. */
  readonly NanoCpus?: number;
  readonly OomKillDisable?: boolean | null;
  readonly Init?: boolean | null;
  /** `0` and −1 for unlimited. */
  readonly PidsLimit?: number | null;
  readonly Ulimits?: readonly EngineUlimit[] | null;
  /** Windows. */
  readonly CpuCount?: number;
  readonly CpuPercent?: number;
  readonly IOMaximumIOps?: number;
  readonly IOMaximumBandwidth?: number;
}

export interface WeightDevice {
  readonly Path: string;
  readonly Weight: number;
}

export interface ThrottleDevice {
  readonly Path: string;
  readonly Rate: number;
}

export interface EngineDevice {
  readonly PathOnHost: string;
  readonly PathInContainer: string;
  /** Some of `rwm`. */
  readonly CgroupPermissions: string;
}

export interface DeviceRequest {
  readonly Driver?: string;
  /** −1 for all. */
  readonly Count?: number;
  readonly DeviceIDs?: readonly string[] | null;
  /** Alternatives of capabilities that must all be there: `[['gpu']]`. */
  readonly Capabilities?: readonly (readonly string[])[] | null;
  readonly Options?: Readonly<Record<string, string>> | null;
}

export interface EngineUlimit {
  readonly Name: string;
  readonly Soft: number;
  readonly Hard: number;
}
