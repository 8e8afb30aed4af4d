import type { HealthConfig } from './health-config.ts';
import type { HostConfig } from './host-config.ts';

/** An object without fields, as the engine writes sets: `{ '80/tcp': {} }`. */
export type EmptyObject = Readonly<Record<string, never>>;

/** The body of `POST /containers/create`, Engine API up to 1.52; fields of newer versions than the engine's are ignored by it. */
export interface CreateContainerBody {
  readonly Hostname?: string;
  readonly Domainname?: string;
  readonly User?: string;
  readonly AttachStdin?: boolean;
  readonly AttachStdout?: boolean;
  readonly AttachStderr?: boolean;
  /** `{ '80/tcp': {} }` */
  readonly ExposedPorts?: Readonly<Record<string, EmptyObject>> | null;
  readonly Tty?: boolean;
  readonly OpenStdin?: boolean;
  readonly StdinOnce?: boolean;
  /** `'KEY=value'`; `'KEY'` alone removes a variable of the image. */
  readonly Env?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Healthcheck?: HealthConfig | null;
  /** Windows: the command is escaped already. */
  readonly ArgsEscaped?: boolean;
  readonly Image?: string;
  /** Anonymous volumes by their path: `{ '/data': {} }`. */
  readonly Volumes?: Readonly<Record<string, EmptyObject>> | null;
  readonly WorkingDir?: string;
  /** `['']` clears the image's. */
  readonly Entrypoint?: readonly string[] | null;
  readonly NetworkDisabled?: boolean;
  /** Up to API 1.43; later per endpoint. */
  readonly MacAddress?: string;
  readonly OnBuild?: readonly string[] | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly StopSignal?: string;
  /** Seconds. */
  readonly StopTimeout?: number;
  readonly Shell?: readonly string[] | null;
  readonly HostConfig?: HostConfig;
  readonly NetworkingConfig?: NetworkingConfig;
}

export interface NetworkingConfig {
  /** By network name or id. Before API 1.44 at most one. */
  readonly EndpointsConfig?: Readonly<Record<string, EndpointSettings>> | null;
}

/** How a container takes part in one network. */
export interface EndpointSettings {
  readonly IPAMConfig?: EndpointIpamConfig | null;
  readonly Links?: readonly string[] | null;
  readonly MacAddress?: string;
  readonly Aliases?: readonly string[] | null;
  readonly DriverOpts?: Readonly<Record<string, string>> | null;
  readonly NetworkID?: string;
  readonly EndpointID?: string;
  readonly Gateway?: string;
  readonly IPAddress?: string;
  readonly IPPrefixLen?: number;
  readonly IPv6Gateway?: string;
  readonly GlobalIPv6Address?: string;
  readonly GlobalIPv6PrefixLen?: number;
  readonly DNSNames?: readonly string[] | null;
  /** From API 1.48: the network with the highest one has the way out. */
  readonly GwPriority?: number;
}

export interface EndpointIpamConfig {
  readonly IPv4Address?: string;
  readonly IPv6Address?: string;
  readonly LinkLocalIPs?: readonly string[] | null;
}
