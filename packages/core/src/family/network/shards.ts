import { type Container, type HostPort, slotOf } from '../../container/index.ts';
import type { Docker, NetworkInspect } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { CALL_OPTIONS, checkOptions } from '../../input/index.ts';
import { type CallOptions, Mutex, startDeadline } from '../../scope/index.ts';
import { subjectOf } from '../member/family-errors.ts';
import type { MemberNetworks } from '../member/family-host.ts';
import type { Member } from '../member/member.ts';
import { innerAddress } from './inner-address.ts';

/** How many members share a network: fewer than a bridge takes, since others may be on it for a moment. */
export const LARGEST_SHARD = 900;

export interface ShardsParts {
  readonly family: string;
  readonly docker: Docker;
  /** Begins the name of each shard. */
  readonly prefix: string;
  /** Of the network with this number. */
  labels(shard: number): Readonly<Record<string, string>>;
  /** Every member that there is. */
  members(): Iterable<Pick<Member, 'bridge'>>;
}

/** The networks of a family whose members are isolated: internal, without ways between members, each for so many. */
export class Shards implements MemberNetworks {
  readonly #parts: ShardsParts;
  /** Two members of a new shard make it once. */
  readonly #making = new Mutex();

  constructor(parts: ShardsParts) {
    this.#parts = parts;
  }

  /** Whether a network is one of these. */
  has(name: string): boolean {
    return this.#numberOf(name) !== undefined;
  }

  /** The shard that a member is on, or the first that has room for it. */
  placeOf(member: Pick<Member, 'bridge'>): string {
    if (member.bridge !== undefined && this.has(member.bridge)) return member.bridge;
    const taken = new Map<string, number>();
    for (const { bridge } of this.#parts.members()) {
      if (bridge !== undefined) taken.set(bridge, (taken.get(bridge) ?? 0) + 1);
    }
    for (let shard = 1; ; shard += 1) {
      const name = `${this.#parts.prefix}${shard}`;
      if ((taken.get(name) ?? 0) < LARGEST_SHARD) return name;
    }
  }

  async prepare(member: Member, container: Container, signal: AbortSignal): Promise<void> {
    const { bridge } = member;
    if (bridge === undefined || !this.has(bridge)) return;
    const network = await this.#making.run(signal, () => this.#ensure(bridge, signal));
    const { id } = slotOf(container);
    if (id !== undefined) await this.#reconnect(network, id, signal);
  }

  async reach(
    member: Member,
    container: Container,
    port: number | string,
    options: CallOptions = {},
  ): Promise<HostPort> {
    const { bridge } = member;
    if (bridge === undefined || !this.has(bridge)) return await container.port(port, options);
    const { docker, family } = this.#parts;
    const subject = subjectOf(family, member);
    checkOptions(options, CALL_OPTIONS, 'family.port', subject);
    using deadline = startDeadline(options, 30_000, 'family.port', subject);
    const { signal } = deadline;
    const [inspect, network] = await Promise.all([
      container.inspect({ signal }),
      docker.networks.inspect(bridge, { signal }),
    ]);
    return innerAddress(inspect, network, portNumber(port), subject);
  }

  /** Removes the shards that no member is on. */
  async removeEmpty(options: CallOptions): Promise<void> {
    const { docker, prefix } = this.#parts;
    const used = new Set([...this.#parts.members()].map(({ bridge }) => bridge));
    for (const { Name } of await docker.networks.list({ filters: { name: [prefix] }, ...options })) {
      if (!this.has(Name) || used.has(Name)) continue;
      await docker.networks.remove(Name, options).catch((error: unknown) => {
        // Another process of the blueprint has a member on it.
        if (!isDocktopusError(error, 'network.in-use')) throw error;
      });
    }
  }

  /** A sleeping member has lost its network when somebody pruned networks: it gets another one of the name. */
  async #reconnect({ Id, Name }: NetworkInspect, container: string, signal: AbortSignal): Promise<void> {
    const { engine, networks } = this.#parts.docker;
    const { NetworkSettings, State } = await engine.inspectContainer(container, { signal });
    const known = NetworkSettings.Networks?.[Name]?.NetworkID;
    if (State.Running || known === undefined || known === '' || known === Id) return;
    await networks.disconnect(Name, container, { force: true, signal });
    await networks.connect(Name, container, { signal });
  }

  async #ensure(name: string, signal: AbortSignal): Promise<NetworkInspect> {
    const { docker, family, labels } = this.#parts;
    try {
      return await docker.networks.ensure(name, {
        internal: true,
        driverOptions: { 'com.docker.network.bridge.enable_icc': 'false' },
        labels: labels(this.#numberOf(name) ?? 0),
        signal,
      });
    } catch (error) {
      throw isDocktopusError(error, 'network.no-addresses') ? networksExhausted(family, error) : error;
    }
  }

  #numberOf(name: string): number | undefined {
    const { prefix } = this.#parts;
    const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    return /^[1-9]\d{0,4}$/.test(rest) ? Number(rest) : undefined;
  }
}

/** `8080` or `'8080/tcp'`, as {@link Container.port} takes it. */
function portNumber(port: number | string): number {
  return Number.parseInt(String(port), 10);
}

function networksExhausted(family: string, cause: DocktopusError): DocktopusError {
  return new DocktopusError('network.no-addresses', {
    operation: 'family.use',
    subject: family,
    reason: 'the engine has no addresses left for another network; by default it has about 31',
    hint: 'Remove networks that are not used, or give the engine more default-address-pools in its daemon.json',
    cause,
    details: {},
  });
}
