import type { FakeEndpoint } from '../fake-networks.ts';
import type { ConnectionHandler, HostPort } from '../host-port.ts';
import { conflict, EngineFailure, notFound } from '../http/engine-failure.ts';
import type { ContainerWhole } from './container-whole.ts';
import type { FakeHost } from './fake-host.ts';

/** Names that a container answers to on a network, beside its own. */
export interface EndpointSettings {
  readonly Aliases?: readonly string[] | null;
  readonly [field: string]: unknown;
}

/** A container's networks and published ports: what it asked for, and what it has while it runs. */
export class ContainerNetworking {
  readonly #container: ContainerWhole;
  readonly #host: FakeHost;
  /** By the network's name, as inspect shows them. */
  readonly settings = new Map<string, EndpointSettings>();
  readonly endpoints = new Map<string, FakeEndpoint>();
  /** The ids of the networks that it has been on, by name: another network of the same name does not count. */
  readonly #ids = new Map<string, string>();
  readonly #published = new Map<string, HostPort[]>();
  readonly #listeners = new Map<string, ConnectionHandler>();

  constructor(container: ContainerWhole, host: FakeHost) {
    this.#container = container;
    this.#host = host;
  }

  get ports(): ReadonlyMap<string, readonly HostPort[]> {
    return this.#published;
  }

  /** Joins every network and publishes every port, for a container that starts. */
  async connect(): Promise<void> {
    for (const name of this.settings.keys()) {
      const network = this.#host.networks.find(name);
      const id = this.#ids.get(name);
      if (network === undefined || (id !== undefined && id !== network.id)) {
        throw notFound(`network ${id ?? name} not found`);
      }
      this.#join(name);
    }
    await this.#publish();
  }

  disconnect(): void {
    this.#listeners.clear();
    for (const ports of this.#published.values()) for (const port of ports) port.close();
    this.#published.clear();
    for (const name of [...this.endpoints.keys()]) this.#leave(name);
  }

  /** Puts it on one more network. */
  attach(networkName: string, settings: EndpointSettings): void {
    if (this.settings.has(networkName)) {
      throw new EngineFailure(
        403,
        `endpoint with name ${this.#container.name} already exists in network ${networkName}`,
      );
    }
    const { state, id } = this.#container;
    if (state.status === 'removing' || state.status === 'dead') {
      throw conflict(
        `Container ${id} is marked for removal and cannot be connected or disconnected to the network`,
      );
    }
    this.settings.set(networkName, settings);
    if (state.status === 'running' || state.status === 'paused') this.#join(networkName);
  }

  detach(networkName: string): void {
    if (!this.settings.delete(networkName)) {
      throw new EngineFailure(
        500,
        `container ${this.#container.id} is not connected to network ${networkName}`,
      );
    }
    this.#ids.delete(networkName);
    this.#leave(networkName);
  }

  readonly listen = async (port: number, onConnection: ConnectionHandler | undefined): Promise<void> => {
    const handler = onConnection ?? (() => undefined);
    const key = `${port}/tcp`;
    this.#listeners.set(key, handler);
    for (const published of this.#published.get(key) ?? []) await published.listen(handler);
  };

  #join(name: string): void {
    const network = this.#host.networks.get(name);
    this.#ids.set(name, network.id);
    this.endpoints.set(name, this.#host.networks.join(network, this.#container));
  }

  #leave(name: string): void {
    const network = this.#host.networks.find(name);
    this.endpoints.delete(name);
    if (network !== undefined) this.#host.networks.leave(network, this.#container.id);
  }

  async #publish(): Promise<void> {
    const { plan, hostConfig, name } = this.#container;
    const endpointId = [...this.endpoints.values()][0]?.endpointId ?? '';
    // As there: a binding of a port that is not exposed is ignored without a word.
    for (const key of Object.keys(plan.config.ExposedPorts ?? {})) {
      const wanted = hostConfig.PortBindings?.[key] ?? (hostConfig.PublishAllPorts ? [{}] : []);
      if (hostConfig.NetworkMode === 'host' || hostConfig.NetworkMode === 'none') continue;
      const published: HostPort[] = [];
      this.#published.set(key, published);
      for (const { HostIp, HostPort } of wanted) {
        const protocol = key.split('/')[1] ?? 'tcp';
        const endpoint = `${name} (${endpointId})`;
        published.push(
          await this.#host.ports.publish(protocol, HostIp || '0.0.0.0', Number(HostPort || 0), endpoint),
        );
      }
    }
  }
}
