import {
  CALL_OPTIONS,
  checkOptions,
  type OptionReaders,
  type Problems,
  readAnyText,
  readHaving,
  readObject,
  readThing,
} from '../../input/index.ts';
import { type CallOptions, startDeadline } from '../../scope/index.ts';
import type { Docker } from '../docker.ts';
import { type Endpoint, printEndpoint } from '../endpoint/endpoint.ts';
import { endpointKey } from '../endpoint/endpoint-key.ts';
import type { Environment } from '../endpoint/engine-discovery.ts';
import { placesToTry } from '../endpoint/places.ts';
import { readEngineDiscovery } from '../endpoint/read-engine-discovery.ts';
import { readPolicy } from '../policy/check-policy.ts';
import type { Policy } from '../policy/policy.ts';
import { translateEngineError } from '../translate/translate-engine-error.ts';
import { connectTo } from '../transport/connect.ts';
import type { EngineTransport } from '../transport/engine-transport.ts';
import { HttpTransport } from '../transport/http-transport.ts';
import { readHostAddress } from '../vantage/host-address.ts';
import { connectFirstReachable } from './connect-first-reachable.ts';
import { DockerClients } from './docker-clients.ts';
import { guardedOwner } from './engine-connection.ts';
import { openConnection } from './open-connection.ts';

/** Options of `connectDocker()`. */
export interface ConnectDockerOptions extends CallOptions {
  /**
   * Where the engine is, as in `DOCKER_HOST`: `unix:///path`, `tcp://host:port`, `ssh://user@host`.
   * @default `DOCKER_HOST`, the Docker CLI's context, then the usual sockets of Docker, Docker Desktop, colima and Podman
   */
  readonly endpoint?: string | undefined;
  /** Something that answers in the place of an engine: `FakeEngine` of `@docktopus/testing`, say. Closed with the client. */
  readonly transport?: EngineTransport | undefined;
  /** The clients to share with: a second connection to the same endpoint is then the first one. @default none */
  readonly clients?: DockerClients | undefined;
  /** What containers and volumes made through this client may be given. @default anything */
  readonly policy?: Policy | undefined;
  /**
   * A host name or address at which this process reaches the engine's host, where it does not find out by itself: it runs in a
   * container, or a tunnel leads to the engine.
   *
   * @default found out: see {@link Docker.vantage}
   */
  readonly hostAddress?: string | undefined;
  /** The API version to speak: `'1.41'`. @default `DOCKER_API_VERSION`, else the newest that both sides know */
  readonly apiVersion?: string | undefined;
  /** The variables that say where the engine and the Docker CLI's settings are. @default process.env */
  readonly env?: Environment | undefined;
}

const CONNECT_MS = 10_000;
const OPERATION = 'connectDocker';

const OPTIONS: OptionReaders<ConnectDockerOptions> = {
  ...CALL_OPTIONS,
  endpoint: readAnyText,
  transport: readHaving('a transport, such as a FakeEngine', 'request', 'close'),
  clients: readThing('DockerClients', (value) => value instanceof DockerClients),
  policy: readPolicy,
  hostAddress: readHostAddress,
  apiVersion: readApiVersion,
  env: readEnvironment,
};

function readApiVersion(value: unknown, problems: Problems): unknown {
  if (typeof value === 'string' && /^v?\d+\.\d+$/.test(value)) return value;
  return problems.refuse(value, "a version such as '1.41'");
}

function readEnvironment(value: unknown, problems: Problems): unknown {
  const env = readObject(value, problems);
  for (const [name, text] of Object.entries(env ?? {})) {
    if (text !== undefined && typeof text !== 'string') problems.at(name).refuse(text, 'a string');
  }
  return env;
}

/**
 * Finds the engine, says hello, agrees on an API version and returns the client.
 *
 * @default timeoutMs 10_000, for all places together
 * @throws DocktopusError `engine.unreachable`, naming every place that was tried and why each failed.
 */
export async function connectDocker(options: ConnectDockerOptions = {}): Promise<Docker> {
  checkOptions(options, OPTIONS, OPERATION);
  const { policy, ...rest } = options;
  const docker = await connectShared(rest);
  return policy === undefined ? docker : guardedOwner(docker, policy);
}

async function connectShared(options: Omit<ConnectDockerOptions, 'policy'>): Promise<Docker> {
  const { endpoint, transport, hostAddress, clients = new DockerClients(), env = process.env } = options;
  const apiVersion = options.apiVersion ?? (env.DOCKER_API_VERSION || undefined);
  using deadline = startDeadline(options, CONNECT_MS, OPERATION, transport?.endpoint ?? endpoint);
  const { signal } = deadline;
  if (transport !== undefined) {
    try {
      const open = () => openConnection(transport, env, apiVersion, signal);
      return await clients.share(transport, open, signal, hostAddress);
    } catch (error) {
      throw translateEngineError(error, { operation: OPERATION, endpoint: transport.endpoint });
    }
  }
  const places = placesToTry(endpoint, await readEngineDiscovery(env, endpoint));
  const connect = async (place: Endpoint, withinMs: number) => {
    using attempt = startDeadline({ signal }, withinMs, OPERATION);
    const open = () => connectAt(place, env, apiVersion, attempt.signal);
    return await clients.share(endpointKey(place), open, attempt.signal, hostAddress);
  };
  return await connectFirstReachable(OPERATION, places, connect, signal);
}

async function connectAt(
  endpoint: Endpoint,
  env: Environment,
  apiVersion: string | undefined,
  signal: AbortSignal,
) {
  const transport = new HttpTransport(printEndpoint(endpoint), await connectTo(endpoint));
  try {
    return await openConnection(transport, env, apiVersion, signal);
  } catch (error) {
    transport.close();
    throw error;
  }
}
