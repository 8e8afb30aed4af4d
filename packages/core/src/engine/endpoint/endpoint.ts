/** Where an engine listens, taken apart. */
export type Endpoint = UnixEndpoint | TcpEndpoint | SshEndpoint;

export interface UnixEndpoint {
  readonly kind: 'unix';
  readonly path: string;
}

export interface TcpEndpoint {
  readonly kind: 'tcp';
  readonly host: string;
  readonly port: number;
  /** Absent for plain HTTP. */
  readonly tls?: TlsMaterial | undefined;
}

export interface SshEndpoint {
  readonly kind: 'ssh';
  readonly host: string;
  readonly user?: string | undefined;
  readonly port?: number | undefined;
  /** The socket on the other machine, when it is not that machine's default. */
  readonly socketPath?: string | undefined;
}

/** PEM texts, and whether the engine's certificate has to be right. */
export interface TlsMaterial {
  readonly verify: boolean;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** As in `DOCKER_HOST`; holds nothing secret. */
export function printEndpoint(endpoint: Endpoint): string {
  if (endpoint.kind === 'unix') return `unix://${endpoint.path}`;
  const { host, port } = endpoint;
  const where = `${host.includes(':') ? `[${host}]` : host}${port === undefined ? '' : `:${port}`}`;
  if (endpoint.kind === 'tcp') return `tcp://${where}`;
  const { user, socketPath } = endpoint;
  return `ssh://${user === undefined ? '' : `${user}@`}${where}${socketPath ?? ''}`;
}
