import type { BlueprintEnvironment } from '../../config/index.ts';
import {
  Container,
  ContainerBuilder,
  type ContainerSpec,
  launchSlot,
  refuseDependencies,
  type SlotStage,
  settleSlot,
  slotOf,
  warnOfImplicitChoices,
} from '../../container/index.ts';
import type { Injector } from '../../di/index.ts';
import type { Docker, Volumes } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import type { ContainerFamily } from '../../family/index.ts';
import type { FamilyClock } from '../../family/time/index.ts';
import {
  ContainerGroup,
  type GroupOwner,
  type Plan,
  type ResourceStep,
  startLimiterOf,
} from '../../group/index.ts';
import { ownershipLabels } from '../../labels/index.ts';
import type { SweepReport, Viewpoint } from '../../ownership/index.ts';
import { type ContainerPool, type PoolOptions, WarmPool } from '../../pool/index.ts';
import { type Deadline, type Scope, startDeadline } from '../../scope/index.ts';
import type { Cleanup } from '../connect-options.ts';
import { labelsOfJob } from '../current-job.ts';
import { contextFamily, type FamilyPlan } from './context-family.ts';
import { contextOwner, engineName, type OwnerIdentity } from './context-owner.ts';
import type { OwnedNetworks } from './owned-networks.ts';

/** What a context is connected with. */
export interface Connection {
  /** The class of the context, which names it in errors. */
  readonly name: string;
  readonly identity: OwnerIdentity;
  readonly environment: BlueprintEnvironment;
  readonly injector: Injector;
  readonly docker: Docker;
  /** The same engine for what the context itself puts there: its lock, and what it uses. No policy judges that. */
  readonly marks: Docker;
  /** From where sessions are judged. */
  readonly here: Viewpoint;
  readonly cleanup: Cleanup;
  /** What earlier sessions had left. */
  readonly swept: SweepReport;
  readonly scope: Scope;
}

/** What a context's life is put together from. */
export interface LifeParts {
  /** Who else uses the persistent containers of the context. */
  readonly uses: (life: ContextLife) => Pick<GroupOwner, 'announceUse' | 'objection'>;
  readonly networks: (life: ContextLife) => OwnedNetworks;
  readonly volumes: (life: ContextLife) => Volumes;
}

/** An engine that has not answered a ping by then, in milliseconds, is silent. */
const SILENT_MS = 3_000;

/** The life of a context between `connect()` and `close()`. */
export class ContextLife {
  readonly connection: Connection;
  readonly group: ContainerGroup;
  /** With the labels of the context on what they make. */
  readonly networks: OwnedNetworks;
  readonly volumes: Volumes;
  /** How the managed containers were started, or would be in a dry run. */
  plan: Plan = [];
  /** What `onInit()` would create in a dry run. */
  readonly planned: ResourceStep[] = [];
  /** Persistent containers that the context has said to use, by name. */
  readonly uses = new Set<string>();
  /** Networks of others that the context has used, by name. */
  readonly usedNetworks = new Set<string>();
  /** Networks that the engine may still make: nothing has answered the call, or its caller did not wait. By name. */
  readonly unansweredNetworks = new Set<string>();
  /** The families that were made so far, closed ones included. */
  readonly families: ContainerFamily<unknown, unknown>[] = [];
  /** While `onInit()` runs: the slots that it has made. */
  madeInInit: Container[] | undefined;
  readonly #owner: GroupOwner;
  readonly #lostOfPools = new Set<Container>();
  #closing: Deadline | undefined;
  #closed: Promise<void> | undefined;

  constructor(connection: Connection, parts: LifeParts) {
    const { docker, identity, here } = connection;
    this.connection = connection;
    this.#owner = contextOwner(identity, here, () => this.#requireOpen(), parts.uses(this));
    this.group = new ContainerGroup(docker, this.#owner);
    this.networks = parts.networks(this);
    this.volumes = parts.volumes(this);
  }

  /** An empty builder whose containers belong to the context. */
  builder(): ContainerBuilder<Container> {
    const make = (spec: ContainerSpec) => {
      const made = this.group.slot(spec, labelsOfJob());
      this.madeInInit?.push(made);
      return made;
    };
    const { strict, dockerHubPrefix } = this.connection.environment;
    return ContainerBuilder.for(make, { dockerHubPrefix }).strict(strict);
  }

  /** A pool of containers of the context, each with its own name, started within the limit of all others. */
  pool(name: string, { spec }: ContainerBuilder<Container>, options: PoolOptions): ContainerPool {
    const { docker, identity, scope } = this.connection;
    this.#requireOpen();
    refuseDependencies(spec);
    warnOfImplicitChoices(spec, name);
    const limiter = startLimiterOf(docker);
    let count = 0;
    const make = () => {
      count += 1;
      const base = spec.name ?? engineName(identity, name, 'session');
      const member = { ...spec, name: `${base}-${count}`, lifetime: 'session', onConflict: 'adopt' } as const;
      const onStage = ({ at }: SlotStage) => {
        if (at === 'lost') this.#lostOfPools.add(made);
        else this.#lostOfPools.delete(made);
      };
      const made: Container = Container.slot(docker, member, this.#owner.slotOwner(name, member), {
        onStage,
      });
      return made;
    };
    const start = async (container: Container, signal: AbortSignal) => {
      const slot = slotOf(container);
      await limiter.run(signal, () => launchSlot(slot, { signal }));
      await settleSlot(slot, { signal });
    };
    const pool = new WarmPool(name, { make, start }, options);
    scope.use(async () => {
      using some = startDeadline(
        { timeoutMs: Math.max(1, this.closing.remainingMs() / 4) },
        0,
        'context.close',
        name,
      );
      await pool.close({ signal: some.signal }).catch((error: unknown) => {
        // What does not go in this time is removed with the rest of the context.
        if (!some.signal.aborted) throw error;
      });
    });
    return pool;
  }

  /** A family of containers of the context; who calls this closes it. @throws DocktopusError `family.invalid` */
  family<Key, Data>(plan: FamilyPlan<Key, Data>, clock?: FamilyClock): ContainerFamily<Key, Data> {
    const made = contextFamily(this.connection, plan, this.families, clock);
    this.families.push(made as unknown as ContainerFamily<unknown, unknown>);
    return made;
  }

  /** The labels of what ends with the context. */
  get marks(): readonly string[] {
    const { nonce } = this.connection.identity;
    return [`${ownershipLabels.nonce}=${nonce}`, `${ownershipLabels.lifetime}=session`];
  }

  /** Slots whose create call was never answered: the engine may have made their container, or may do so later. */
  get lostCreations(): readonly Container[] {
    const members = [...this.group.containers].map(([, container]) => container);
    return [...members.filter((container) => slotOf(container).stage.at === 'lost'), ...this.#lostOfPools];
  }

  /** The time that all of `close()` has. */
  get closing(): Deadline {
    const { environment, name } = this.connection;
    this.#closing ??= startDeadline({ timeoutMs: environment.closeTimeoutMs }, 0, 'context.close', name);
    return this.#closing;
  }

  /** Closes all that belongs to the context, within the time of the setting `closeTimeoutMs`. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /**
   * As {@link close}, for a start that was cut short, whose caller does not want to wait: if the engine gives no answer,
   * this fails within seconds, and closing goes on in the background.
   */
  async undo(): Promise<void> {
    const closing = this.close();
    const closed = closing.then(isNotSilent, isNotSilent);
    const asking = this.connection.docker.engine.ping({ timeoutMs: SILENT_MS });
    const answered = asking.then(isNotSilent, (error) => isDocktopusError(error, 'timeout'));
    if (await Promise.race([closed, answered])) throw engineSilent(this.connection);
    await closing;
  }

  async #close(): Promise<void> {
    using _deadline = this.closing;
    try {
      await this.connection.scope.close();
    } finally {
      live.delete(this.connection.identity.nonce);
    }
  }

  #requireOpen(): void {
    const { scope, name } = this.connection;
    if (!scope.closed) return;
    throw new DocktopusError('context.closed', {
      operation: 'context.container',
      subject: name,
      reason: 'the context has been closed',
    });
  }
}

const isNotSilent = () => false;

function engineSilent({ name, cleanup }: Connection): DocktopusError {
  const later = {
    watcher: ', or when this process has ended',
    sweep: ', or at the next start of the blueprint',
    none: '',
  }[cleanup];
  return new DocktopusError('timeout', {
    operation: 'context.close',
    subject: name,
    reason: `the engine has not answered within ${SILENT_MS} ms: what it has created is removed when it answers${later}`,
    hint: 'Find out why the engine hangs',
    details: { timeoutMs: SILENT_MS },
  });
}

/** The nonces of this process's contexts between `connect()` and the end of `close()`. */
const live = new Set<string>();

/** Whether the context with this nonce is in this process and not closed yet. */
export function isLiveContext(nonce: string): boolean {
  return live.has(nonce);
}

export function beginLife(connection: Connection, parts: LifeParts): ContextLife {
  const life = new ContextLife(connection, parts);
  live.add(connection.identity.nonce);
  return life;
}
