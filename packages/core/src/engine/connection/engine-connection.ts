import type Dockerode from 'dockerode';
import { DocktopusError, type Issue } from '../../errors/index.ts';
import { CALL_OPTIONS, checkOptions } from '../../input/index.ts';
import { type CallOptions, type Closeable, Scope } from '../../scope/index.ts';
import { EngineCalls } from '../calls/engine-calls.ts';
import { engineOver } from '../calls/engine-over.ts';
import { requestOver } from '../calls/request-over.ts';
import type { Docker } from '../docker.ts';
import { loadDockerode } from '../dockerode/load-dockerode.ts';
import { Modem } from '../dockerode/modem.ts';
import type { Environment } from '../endpoint/engine-discovery.ts';
import type { Engine } from '../engine.ts';
import type { Images } from '../images/images.ts';
import { imagesOver } from '../images/images-over.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import type { Networks } from '../networks/networks.ts';
import { networksOver } from '../networks/networks-over.ts';
import { type GuardedTransport, guardedTransport } from '../policy/guarded-transport.ts';
import type { Policy } from '../policy/policy.ts';
import type { HostView } from '../policy/policy-paths.ts';
import { ApiClient } from '../request/api-client.ts';
import type { SendRequest } from '../request/send-request.ts';
import type { EngineRequest, EngineTransport } from '../transport/engine-transport.ts';
import { readOnlyTransport } from '../transport/read-only-transport.ts';
import { findHostView } from '../vantage/find-host-view.ts';
import type { Vantage } from '../vantage/vantage.ts';
import type { AgreedVersion } from '../version/agreed-version.ts';
import type { Volumes } from '../volumes.ts';
import { volumesOver } from '../volumes-over.ts';

/** The policies of a connection. */
interface Policies {
  /** What knows them. */
  readonly guard: GuardedTransport;
  /** The same transport without them. */
  readonly without: EngineTransport;
}

/** Everything that the users of one connection to an engine share. It closes with its last lease. */
export class EngineConnection {
  readonly endpoint: string;
  readonly engine: Engine;
  readonly images: Images;
  readonly networks: Networks;
  readonly volumes: Volumes;
  readonly request: SendRequest;
  readonly #transport: EngineTransport;
  readonly #env: Environment;
  readonly #client: ApiClient;
  readonly #agreed: AgreedVersion;
  readonly #scope: Scope;
  readonly #policies: Policies | undefined;
  #dockerode: Dockerode | undefined;
  #vantage: Vantage | undefined;
  #view: HostView | undefined;
  #leases = 0;

  constructor(
    transport: EngineTransport,
    agreed: AgreedVersion,
    env: Environment,
    policies: Policies | undefined = undefined,
  ) {
    this.endpoint = transport.endpoint;
    this.#transport = transport;
    this.#policies = policies;
    this.#env = env;
    this.#agreed = agreed;
    this.#client = new ApiClient(transport, agreed);
    const calls = new EngineCalls(this.#client, transport.endpoint, env);
    this.request = requestOver(calls);
    this.engine = engineOver(calls, agreed);
    this.images = imagesOver(calls, () => agreed.current);
    this.networks = networksOver(calls, agreed.current.engine);
    this.volumes = volumesOver(calls);
    this.#scope = new Scope(`the Docker client of ${transport.endpoint}`);
    this.#scope.use(() => transport.close());
    this.#scope.use(() => calls.close());
  }

  get version(): EngineVersion {
    return this.#agreed.current;
  }

  /** Over the same connection, and made when it is first asked for. */
  get dockerode(): Dockerode {
    if (this.#dockerode === undefined) {
      const DockerodeClass = loadDockerode();
      this.#dockerode = new DockerodeClass({ modem: new Modem(this.#client) } as Dockerode.DockerOptions);
    }
    return this.#dockerode;
  }

  async vantage(options: CallOptions): Promise<Vantage> {
    // An engine in memory is in this process, or in one beside it.
    if (this.version.engine === 'fake') return { at: 'host' };
    const { findOwnVantage } = await import('../vantage/find-vantage.ts');
    this.#vantage ??= await findOwnVantage(this, options);
    return this.#vantage;
  }

  /** How many clients use it. */
  get leases(): number {
    return this.#leases;
  }

  get closed(): boolean {
    return this.#scope.closed;
  }

  use<T extends Closeable>(thing: T): T {
    return this.#scope.use(thing);
  }

  /** A client over the same transport whose requests may change nothing. */
  readOnly(hostAddress?: string): Docker {
    const transport = readOnlyTransport(this.#transport);
    const policies = this.#policies && {
      ...this.#policies,
      without: readOnlyTransport(this.#policies.without),
    };
    return new EngineConnection(transport, this.#agreed, this.#env, policies).lease(hostAddress);
  }

  /** A client over the same transport that holds what it makes against a policy, and closes `base` with itself. */
  guarded(policy: Policy, hostAddress?: string, base?: Docker): Docker {
    const view = (signal: AbortSignal) => this.#viewHost(signal);
    const guard = guardedTransport(this.#transport, policy, { view, below: this.#policies?.guard });
    const policies = { guard, without: this.#policies?.without ?? this.#transport };
    const connection = new EngineConnection(guard, this.#agreed, this.#env, policies);
    if (base !== undefined) connection.use(base);
    return connection.lease(hostAddress);
  }

  /** A client that no policy guards; nothing if this one has no policy. */
  unguarded(hostAddress?: string): Docker | undefined {
    if (this.#policies === undefined) return undefined;
    return new EngineConnection(this.#policies.without, this.#agreed, this.#env).lease(hostAddress);
  }

  /** What the policies of this connection do not allow of a request. */
  async issuesOf(request: RehearsedRequest): Promise<readonly Issue[]> {
    return (await this.#policies?.guard.issuesOf(request)) ?? [];
  }

  /** How this process sees the engine's host; in a container, by what that has mounted. */
  async #viewHost(signal: AbortSignal): Promise<HostView> {
    this.#view ??= await findHostView(this, signal);
    return this.#view;
  }

  /**
   * A client for one more user; the connection closes when all of them are closed.
   *
   * @param hostAddress how that user reaches the engine's host.
   */
  lease(hostAddress?: string): Docker {
    this.#leases += 1;
    return new DockerLease(this, hostAddress, async () => {
      this.#leases -= 1;
      if (this.#leases === 0) await this.#scope.close();
    });
  }
}

/**
 * A client of the same engine that refuses every request which would change something, with `engine.read-only`. It has to
 * be closed before `docker`.
 */
export function readOnlyClient(docker: Docker): Docker {
  return docker instanceof DockerLease ? docker.readOnly() : docker;
}

/**
 * A client of the same engine whose every request is held against `policy`, those of `docker.request()` and
 * `docker.dockerode` included. It has to be closed before `docker`.
 *
 * @throws DocktopusError `context.invalid` for a client that `connectDocker` has not made.
 */
export function guardedClient(docker: Docker, policy: Policy): Docker {
  if (docker instanceof DockerLease) return docker.guarded(policy);
  throw new DocktopusError('context.invalid', {
    operation: 'guardedClient',
    reason: 'a policy needs a client that connectDocker() has made',
    details: {},
  });
}

/** The same, and `docker` is closed with it. */
export function guardedOwner(docker: Docker, policy: Policy): Docker {
  return docker instanceof DockerLease ? docker.guarded(policy, docker) : guardedClient(docker, policy);
}

/**
 * A client of the same engine for what is the framework's own, such as a lock: no policy judges that. It has to be closed before
 * `docker`. Nothing if `docker` has no policy.
 */
export function unguardedClient(docker: Docker): Docker | undefined {
  return docker instanceof DockerLease ? docker.unguarded() : undefined;
}

/** A request that is not sent yet. */
export type RehearsedRequest = Pick<EngineRequest, 'method' | 'path' | 'body' | 'signal'>;

/** All that the policies of a client do not allow of a request, without sending it; nothing if it has no policy. */
export async function policyIssuesOf(docker: Docker, request: RehearsedRequest): Promise<readonly Issue[]> {
  return docker instanceof DockerLease ? await docker.issuesOf(request) : [];
}

class DockerLease implements Docker {
  readonly #connection: EngineConnection;
  readonly #hostAddress: string | undefined;
  readonly #giveBack: () => Promise<void>;
  #closing: Promise<void> | undefined;

  constructor(connection: EngineConnection, hostAddress: string | undefined, giveBack: () => Promise<void>) {
    this.#connection = connection;
    this.#hostAddress = hostAddress;
    this.#giveBack = giveBack;
  }

  get endpoint() {
    return this.#connection.endpoint;
  }

  get version() {
    return this.#connection.version;
  }

  get engine() {
    return this.#connection.engine;
  }

  get images() {
    return this.#connection.images;
  }

  get networks() {
    return this.#connection.networks;
  }

  get volumes() {
    return this.#connection.volumes;
  }

  get request() {
    return this.#connection.request;
  }

  get dockerode() {
    return this.#connection.dockerode;
  }

  get sharedBy() {
    return this.#connection.leases;
  }

  get closed() {
    return this.#closing !== undefined;
  }

  use<T extends Closeable>(thing: T): T {
    return this.#connection.use(thing);
  }

  async vantage(options: CallOptions = {}): Promise<Vantage> {
    checkOptions(options, CALL_OPTIONS, 'docker.vantage', this.endpoint);
    const vantage = await this.#connection.vantage(options);
    return this.#hostAddress === undefined ? vantage : { ...vantage, hostAddress: this.#hostAddress };
  }

  readOnly(): Docker {
    return this.#connection.readOnly(this.#hostAddress);
  }

  guarded(policy: Policy, base?: Docker): Docker {
    return this.#connection.guarded(policy, this.#hostAddress, base);
  }

  unguarded(): Docker | undefined {
    return this.#connection.unguarded(this.#hostAddress);
  }

  issuesOf(request: RehearsedRequest): Promise<readonly Issue[]> {
    return this.#connection.issuesOf(request);
  }

  close(): Promise<void> {
    this.#closing ??= this.#giveBack();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
