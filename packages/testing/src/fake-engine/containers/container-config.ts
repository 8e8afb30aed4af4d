/** A container's configuration as the fake engine reads it; what it does not know is kept and shown as it came. */
export interface FakeConfig {
  readonly Image: string;
  readonly Hostname: string;
  readonly User: string;
  readonly Env: readonly string[];
  readonly Cmd: readonly string[] | null;
  readonly Entrypoint: readonly string[] | null;
  readonly WorkingDir: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Tty: boolean;
  readonly OpenStdin: boolean;
  readonly StdinOnce: boolean;
  readonly ExposedPorts: Readonly<Record<string, unknown>> | undefined;
  readonly Volumes: Readonly<Record<string, unknown>> | null;
  readonly Healthcheck: FakeHealthcheck | undefined;
  readonly StopSignal: string | undefined;
  readonly StopTimeout: number | undefined;
  readonly [field: string]: unknown;
}

/** Durations in nanoseconds; 0 means the default. */
export interface FakeHealthcheck {
  readonly Test?: readonly string[] | undefined;
  readonly Interval?: number | undefined;
  readonly Timeout?: number | undefined;
  readonly StartPeriod?: number | undefined;
  readonly Retries?: number | undefined;
}

export interface FakeHostConfig {
  readonly NetworkMode: string;
  readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
  readonly AutoRemove: boolean;
  readonly PortBindings: Readonly<
    Record<string, readonly { HostIp?: string; HostPort?: string }[] | null>
  > | null;
  readonly PublishAllPorts: boolean;
  readonly Binds: readonly string[] | null;
  readonly ReadonlyRootfs: boolean;
  readonly Init: boolean | undefined;
  readonly Memory: number;
  readonly [field: string]: unknown;
}

/** One mount as inspect shows it. */
export interface FakeMount {
  readonly Type: 'volume' | 'bind' | 'tmpfs';
  readonly Name?: string;
  readonly Source: string;
  readonly Destination: string;
  readonly Driver?: string;
  readonly Mode: string;
  readonly RW: boolean;
  readonly Propagation: string;
}
