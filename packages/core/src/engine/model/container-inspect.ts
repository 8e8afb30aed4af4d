/** What `GET /containers/{id}/json` answers, as far as we rely on it (API 1.41, Podman 4.3). */
export interface ContainerInspect {
  readonly Id: string;
  readonly Name: string;
  readonly Created: string;
  readonly Image: string;
  readonly Path: string;
  readonly Args: readonly string[];
  readonly RestartCount: number;
  readonly State: ContainerInspectState;
  readonly Config: {
    readonly Image: string;
    readonly Hostname?: string;
    readonly Env?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
    readonly Entrypoint?: readonly string[] | null;
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly Tty?: boolean;
    readonly OpenStdin?: boolean;
    readonly Healthcheck?: { readonly Test?: readonly string[] } | null;
    readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
    readonly StopTimeout?: number | null;
    readonly [field: string]: unknown;
  };
  readonly HostConfig: {
    readonly RestartPolicy?: { readonly Name: string; readonly MaximumRetryCount: number } | null;
    readonly AutoRemove?: boolean;
    readonly NetworkMode?: string;
    readonly [field: string]: unknown;
  };
  readonly NetworkSettings: {
    readonly Ports?: Readonly<Record<string, readonly PortOnHost[] | null>> | null;
    readonly Networks?: Readonly<Record<string, NetworkOfContainer>> | null;
  };
  /** Where the storage of the engine says; `Data` of overlay file systems has the layer that the container writes to. */
  readonly GraphDriver?: { readonly Data?: { readonly UpperDir?: string } | null } | null;
  readonly Mounts?: readonly {
    readonly Type: string;
    readonly Name?: string;
    readonly Source: string;
    readonly Destination: string;
    readonly RW: boolean;
  }[];
}

/** An address is empty where the container has none. */
export interface NetworkOfContainer {
  readonly NetworkID?: string;
  readonly IPAddress: string;
  readonly Gateway: string;
  readonly GlobalIPv6Address?: string;
  readonly IPv6Gateway?: string;
}

/** The state in the engine's answer to an inspect. */
export interface ContainerInspectState {
  readonly Status: string;
  readonly Running: boolean;
  readonly Paused: boolean;
  readonly Restarting: boolean;
  readonly OOMKilled: boolean;
  readonly Dead: boolean;
  readonly Pid: number;
  readonly ExitCode: number;
  readonly Error: string;
  readonly StartedAt: string;
  readonly FinishedAt: string;
  readonly Health?: {
    readonly Status: string;
    readonly FailingStreak: number;
    /** The latest probes, the last one at the end. */
    readonly Log?: readonly { readonly ExitCode: number; readonly Output: string }[] | null;
  } | null;
}

export interface PortOnHost {
  readonly HostIp: string;
  readonly HostPort: string;
}
