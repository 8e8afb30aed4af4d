import { randomBytes } from 'node:crypto';
import type { EventLog } from './event-log.ts';
import type { FakeClock } from './fake-clock.ts';
import { badRequest, conflict, EngineFailure, notFound } from './http/engine-failure.ts';

export interface FakeNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly created: number;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
  /** The first two bytes of its addresses, `'127.18'`; none for host and none. */
  readonly prefix: string | undefined;
  readonly subnet: string | undefined;
  /** Running containers on it, by id. */
  readonly endpoints: Map<string, FakeEndpoint>;
}

/** A running container's place on a network. */
export interface FakeEndpoint {
  readonly endpointId: string;
  readonly ip: string;
  readonly name: string;
}

export interface NetworkRequest {
  readonly name: string;
  readonly driver: string;
  readonly checkDuplicate: boolean;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
  readonly subnet: string | undefined;
}

const predefined = ['bridge', 'host', 'none'];

/** The networks of the fake engine. Addresses are given out, packets are not: only published ports are real. */
export class FakeNetworks {
  readonly #clock: FakeClock;
  readonly #events: EventLog;
  #networks: FakeNetwork[];

  constructor(clock: FakeClock, events: EventLog) {
    this.#clock = clock;
    this.#events = events;
    const basic = {
      checkDuplicate: false,
      internal: false,
      attachable: false,
      labels: {},
      options: {},
      subnet: undefined,
    };
    this.#networks = [];
    this.#add({ ...basic, name: 'bridge', driver: 'bridge' });
    this.#add({ ...basic, name: 'host', driver: 'host' });
    this.#add({ ...basic, name: 'none', driver: 'null' });
  }

  get all(): readonly FakeNetwork[] {
    return this.#networks;
  }

  find(idOrName: string): FakeNetwork | undefined {
    return (
      this.#networks.find(({ id }) => id === idOrName) ??
      this.#networks.find(({ name }) => name === idOrName) ??
      (/^[0-9a-f]{4,}$/.test(idOrName) ? this.#networks.find(({ id }) => id.startsWith(idOrName)) : undefined)
    );
  }

  /** @throws EngineFailure 404 */
  get(idOrName: string): FakeNetwork {
    const network = this.find(idOrName);
    if (network === undefined) throw notFound(`network ${idOrName} not found`);
    return network;
  }

  create(request: NetworkRequest): FakeNetwork {
    const { name, driver } = request;
    if (name.trim() === '') throw badRequest('network name can not be empty');
    if (predefined.includes(name)) {
      throw new EngineFailure(403, `operation is not permitted on predefined ${name} network `);
    }
    if (request.checkDuplicate && this.#networks.some((other) => other.name === name)) {
      throw conflict(`network with name ${name} already exists`);
    }
    if (!['bridge', 'macvlan', 'ipvlan', 'overlay'].includes(driver)) {
      throw notFound(`could not find plugin ${driver} in v1 plugin registry: plugin "${driver}" not found`);
    }
    const network = this.#add(request);
    this.#tell('create', network);
    return network;
  }

  remove(idOrName: string): void {
    const network = this.get(idOrName);
    if (predefined.includes(network.name)) {
      throw new EngineFailure(403, `${network.name} is a pre-defined network and cannot be removed`);
    }
    if (network.endpoints.size > 0) {
      const reason = `network ${network.name} id ${network.id} has active endpoints`;
      throw new EngineFailure(403, `error while removing network: ${reason}`);
    }
    this.#networks = this.#networks.filter((other) => other !== network);
    this.#tell('destroy', network);
  }

  /** Gives a running container an address. */
  join(network: FakeNetwork, container: { id: string; name: string }): FakeEndpoint {
    const endpoint = { endpointId: randomHex(), ip: this.#freeAddress(network), name: container.name };
    network.endpoints.set(container.id, endpoint);
    this.#tell('connect', network, { container: container.id });
    return endpoint;
  }

  leave(network: FakeNetwork, containerId: string): void {
    if (network.endpoints.delete(containerId)) this.#tell('disconnect', network, { container: containerId });
  }

  #add(request: NetworkRequest): FakeNetwork {
    const { name, driver, internal, attachable, labels, options, subnet } = request;
    const prefix =
      driver === 'bridge' ? (subnet?.split('.').slice(0, 2).join('.') ?? this.#freePrefix()) : undefined;
    const network = {
      ...{
        id: randomHex(),
        created: this.#clock.now(),
        name,
        driver,
        internal,
        attachable,
        labels,
        options,
        prefix,
      },
      subnet: subnet ?? (prefix && `${prefix}.0.0/16`),
      endpoints: new Map(),
    };
    this.#networks = [...this.#networks, network];
    return network;
  }

  #freePrefix(): string {
    const taken = new Set(this.#networks.map(({ prefix }) => prefix));
    // Of the loopback: nobody is there, and the networks of a real engine on the same machine are elsewhere.
    for (let second = 17; second < 256; second += 1) if (!taken.has(`127.${second}`)) return `127.${second}`;
    throw new EngineFailure(
      500,
      'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
    );
  }

  #freeAddress({ prefix, endpoints }: FakeNetwork): string {
    if (prefix === undefined) return '';
    const taken = new Set([...endpoints.values()].map(({ ip }) => ip));
    for (let last = 2; ; last += 1) {
      const ip = `${prefix}.${Math.floor(last / 256)}.${last % 256}`;
      if (!taken.has(ip)) return ip;
    }
  }

  #tell(
    action: string,
    { id, name, driver }: FakeNetwork,
    more: Readonly<Record<string, string>> = {},
  ): void {
    this.#events.emit({ type: 'network', action, id, attributes: { ...more, name, type: driver } });
  }
}

function randomHex(): string {
  return randomBytes(32).toString('hex');
}
