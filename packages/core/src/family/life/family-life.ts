import type { Docker } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { ContainerGroup } from '../../group/index.ts';
import { familyLabels, ownershipLabels } from '../../labels/index.ts';
import { answerTimeout, inParallel, type Semaphore, throwAll } from '../../scope/index.ts';
import { MemberHooks } from '../box/member-hooks.ts';
import { Admission, Budget, familyFull } from '../capacity/index.ts';
import type { CauseFacts, FamilyState } from '../cause/index.ts';
import { type FamilyIdentity, MemberDefinition } from '../definition/member-definition.ts';
import { boundedCall, CALL_MS } from '../member/bounded-call.ts';
import { bringUp } from '../member/bring-up.ts';
import { familyClosed } from '../member/family-errors.ts';
import type { FamilyHooks } from '../member/family-host.ts';
import type { Member } from '../member/member.ts';
import { putDown } from '../member/put-down.ts';
import type { Shards } from '../network/index.ts';
import { planAdoption } from '../owner/adopt-all.ts';
import { FamilyOwner } from '../owner/family-owner.ts';
import { countOpenFamily } from '../owner/open-families.ts';
import { FamilyProfile } from '../profile/index.ts';
import type { FamilySettings } from '../settings/family-settings.ts';
import { FactsFile, FamilyStore } from '../store/index.ts';
import type { FamilyClock } from '../time/index.ts';
import type { WarmMembers } from '../warm/index.ts';
import { adoptInto, adoptMember } from './adopt-member.ts';
import { FamilyBooks } from './family-books.ts';
import type { FamilyParts } from './family-parts.ts';
import type { FamilyScope } from './family-scope.ts';
import { familyShards } from './family-shards.ts';
import { familyWarm } from './family-warm.ts';
import { evictFor, retryAfterMs } from './make-room.ts';
import { Timekeeper } from './timekeeper.ts';

/** A family at work: it holds its members' books and does what their transitions need. */
export class FamilyLife implements FamilyScope {
  readonly name: string;
  readonly docker: Docker;
  readonly clock: FamilyClock;
  readonly settings: FamilySettings;
  readonly starts: Semaphore;
  readonly group: ContainerGroup;
  readonly definition: MemberDefinition;
  readonly profile: FamilyProfile | undefined;
  readonly networks: Shards;
  readonly warm: WarmMembers | undefined;
  readonly hooks: FamilyHooks;
  readonly ownership: FamilyOwner;
  readonly admission: Admission;
  readonly books: FamilyBooks;
  readonly time: Timekeeper;
  readonly store: FamilyStore | undefined;
  readonly identity: FamilyIdentity;
  readonly budget: Budget;
  readonly #closing = new AbortController();
  readonly #endLive: () => void;
  #opening: Promise<void> | undefined;
  #isOpen = false;
  #closed: Promise<void> | undefined;

  constructor(parts: FamilyParts) {
    const { authored, settings, docker, identity, here, clock, starts } = parts;
    this.name = authored.name;
    this.docker = docker;
    this.clock = clock;
    this.settings = settings;
    this.starts = starts;
    this.identity = identity;
    this.networks = familyShards(parts, () => this.books.all);
    const isOwnNetwork = (name: string) => this.networks.has(name);
    this.profile = settings.profile && new FamilyProfile(settings.profile, isOwnNetwork);
    this.definition = new MemberDefinition({
      authored,
      settings,
      identity,
      profile: this.profile,
      shards: this.networks,
    });
    this.budget = new Budget(settings.capacity);
    this.warm = familyWarm(parts, this.budget, (operation, error) =>
      this.report(operation, undefined, error),
    );
    this.store = settings.lifetime === 'persistent' ? storeOf(parts) : undefined;
    this.admission = new Admission(this.budget, settings.capacity, {
      evict: (shortage) => evictFor(this, shortage),
      full: (shortage) => familyFull(this.name, shortage, retryAfterMs(this, shortage)),
    });
    this.books = new FamilyBooks({
      family: this.name,
      blueprint: identity.blueprint,
      clock,
      budget: this.budget,
      store: this.store,
      limitMs: settings.crash.withinMs,
      groupOf: (key) => authored.options.capacity?.per?.by(key),
      onHolds: (member) => this.touched(member),
    });
    this.ownership = new FamilyOwner({
      family: this.name,
      identity,
      here,
      docker,
      lifetime: settings.lifetime,
      store: this.store,
      dataLabel: (data) => this.definition.dataLabel(data),
      adopt: async (member, id, signal) => {
        const inspect = await docker.engine.inspectContainer(id, { signal });
        adoptInto(this, member, inspect, true);
      },
    });
    this.group = new ContainerGroup(docker, this.ownership, starts);
    this.hooks = new MemberHooks({
      family: this.name,
      docker,
      timeoutMs: settings.hookTimeoutMs,
      hooks: authored.options,
      networks: this.networks,
      now: () => clock.now(),
      report: (operation, member, error) => this.report(operation, member, error),
    });
    this.time = new Timekeeper(this, () => this.books.all);
    this.#endLive = countOpenFamily(identity.nonce);
  }

  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Whether every container of the family is in the books. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Finds out what there is; resolves when every container of the family is in the books. */
  open(): Promise<void> {
    if (this.#closing.signal.aborted) return Promise.reject(familyClosed(this.name));
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  become(member: Member, state: FamilyState, cause: CauseFacts): void {
    this.books.become(member, state, cause);
    this.touched(member);
  }

  touched(member: Member): void {
    this.time.arm(member);
    this.books.note(member);
    if (!member.isForgettable) return;
    this.books.forget(member);
    this.group.delete(member.names.container);
    this.ownership.unclaim(member);
  }

  report(operation: string, member: Member | undefined, error: unknown): void {
    this.books.report(operation, member, error);
  }

  restartLater(member: Member, afterMs: number): void {
    member.cancelRestart?.();
    member.cancelRestart = this.clock.after(afterMs, () => {
      member.cancelRestart = undefined;
      if (this.closing.aborted || member.state !== 'stopped') return;
      try {
        bringUp(this, member, 'restart');
      } catch (error) {
        this.report('restart', member, error);
      }
    });
  }

  /** Takes over what another process had that is gone by now. */
  async readopt(): Promise<void> {
    const left = [...this.books.all].filter(({ ownedElsewhere }) => ownedElsewhere !== undefined);
    if (left.length === 0) return;
    await this.ownership.refresh();
    await inParallel(left, async (member) => {
      if (!this.ownership.mayBeFree(member)) return;
      try {
        await member.queue.run(undefined, async () => {
          await this.ownership.reclaim(member, answerTimeout(CALL_MS));
        });
      } catch (error) {
        if (!isDocktopusError(error, 'family.owned-elsewhere')) this.report('adopt', member, error);
      }
    });
  }

  retryCleanUp(member: Member): void {
    const id = member.container?.id;
    const work = member.queue.run(undefined, async () => {
      if (id !== undefined && member.container?.id === id) {
        await boundedCall((call) => this.docker.engine.stopContainer(id, call));
      }
      member.problem = undefined;
    });
    work.catch((error: unknown) => this.report('clean-up', member, error));
  }

  async removeVolumes(member: Member): Promise<void> {
    const label = [`${familyLabels.family}=${this.name}`, `${familyLabels.key}=${member.canonical}`];
    for (const { Name } of await this.volumes(label)) {
      await boundedCall((call) => this.docker.volumes.remove(Name, call));
    }
  }

  /** The volumes of this family with these further labels. */
  volumes(label: readonly string[]) {
    const blueprint = `${ownershipLabels.blueprint}=${this.identity.blueprint}`;
    return boundedCall((call) =>
      this.docker.volumes.list({ filters: { label: [blueprint, ...label] }, ...call }),
    );
  }

  /**
   * Ends what the family does; the members of a session end with it. Twice is fine.
   *
   * @param graceMs how long a process has whose spec has no `stopTimeout`.
   */
  close(graceMs?: number): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  async #open(): Promise<void> {
    await this.profile?.open(this.docker, this.closing);
    await this.ownership.openStore();
    const steps = await planAdoption(this.docker, this.ownership, this.closing);
    for (const step of steps) adoptMember(this, step);
    this.#isOpen = true;
    // Only now that everything is known may something be removed.
    await inParallel(steps, async ({ decision, inspect }) => {
      if (decision.action !== 'remove') return;
      try {
        const force = { force: true, volumes: true };
        await boundedCall((call) => this.docker.engine.removeContainer(inspect.Id, { ...force, ...call }));
      } catch (error) {
        this.report('adopt', this.books.find(decision.key), error);
      }
    });
    this.time.start();
    for (const member of this.books.all) this.time.arm(member);
  }

  async #close(graceMs: number | undefined): Promise<void> {
    this.#closing.abort(familyClosed(this.name));
    this.admission.close(familyClosed(this.name));
    await this.#opening?.catch(() => undefined);
    this.time.close();
    const failures: unknown[] = [];
    await this.warm?.close().catch((error: unknown) => failures.push(error));
    await inParallel([...this.books.all], async (member) => {
      try {
        if (this.settings.lifetime === 'session' && member.ownedElsewhere === undefined) {
          const { stopTimeoutSeconds } = member.slot?.spec ?? {};
          const grace = stopTimeoutSeconds === undefined ? { graceMs } : {};
          await putDown(this, member, { action: 'remove', cause: { cause: 'shutdown' }, ...grace });
        }
      } catch (error) {
        // Another process or context has made one of this key since ours was removed: it goes on.
        if (!isDocktopusError(error, 'family.owned-elsewhere')) failures.push(error);
      }
      member.endPresent(familyClosed(this.name));
      member.watching?.unsubscribe();
    });
    if (this.settings.network === 'isolated') {
      await boundedCall((call) => this.networks.removeEmpty(call)).catch((error: unknown) =>
        failures.push(error),
      );
    }
    await this.store?.close();
    this.group.close();
    this.books.close();
    this.#endLive();
    throwAll(failures, `${this.name}: ${failures.length} members could not be removed`);
  }
}

function storeOf({ authored, identity, here, dataDir, clock }: FamilyParts): FamilyStore {
  const file = new FactsFile(dataDir, identity.blueprint, authored.name);
  const writer = { session: identity.session, nonce: identity.nonce };
  const head = { blueprint: identity.blueprint, family: authored.name, boot: here.session.boot, writer };
  return new FamilyStore(file, head, clock);
}
