import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Observable } from 'rxjs';
import { CALL_OPTIONS, checkOptions, readSignal } from '../input/index.ts';
import { familyLabels } from '../labels/index.ts';
import { abortable, type CallOptions, NEVER, startDeadline } from '../scope/index.ts';
import { HeldContainer } from './box/held-container.ts';
import type { FamilyCause, FamilyChange } from './cause/index.ts';
import { ContainerFamily } from './container-family.ts';
import type { AuthoredFamily } from './definition/authored-family.ts';
import { checkedBy } from './definition/checked-by.ts';
import type { HoldKind } from './holds/index.ts';
import { canonicalKey, type FamilyKey, keyNames } from './key/index.ts';
import type { FamilyHealth } from './life/family-health.ts';
import { FamilyLife } from './life/family-life.ts';
import type { FamilyParts } from './life/family-parts.ts';
import { keepMemberUntil } from './life/keep-until.ts';
import {
  type ListOptions,
  memberFilter,
  REMOVE_MEMBER_OPTIONS,
  type RemoveMemberOptions,
  STOP_MEMBER_OPTIONS,
  type StopMemberOptions,
  type UseArguments,
  type UseOptions,
  useArguments,
} from './life/member-calls.ts';
import { type MemberStats, memberStats } from './life/member-stats.ts';
import { type MemberView, memberView } from './life/member-view.ts';
import { type OrphanVolume, orphanVolumes } from './life/orphan-volumes.ts';
import { type OutdatedMember, outdatedMembers } from './life/outdated.ts';
import { resetMember } from './life/reset-member.ts';
import { ROLL_OPTIONS, type RolledMember, type RollOptions, rollMembers } from './life/roll.ts';
import { useMember } from './life/use-member.ts';
import { type MemberWhy, whyOf } from './life/why.ts';
import { memberEnded, subjectOf } from './member/family-errors.ts';
import type { FamilyProblem } from './member/family-host.ts';
import type { Member } from './member/member.ts';
import { putDown } from './member/put-down.ts';
import type { PutDown } from './member/put-down-request.ts';
import { FamilyRouter, type RouterHost, type RouterOptions, routerSettings } from './router/index.ts';

/** What `ctx.family()` returns. */
export class OpenFamily<Key, Data> extends ContainerFamily<Key, Data> {
  readonly name: string;
  readonly changes$: Observable<FamilyChange<Key>>;
  readonly problems$: Observable<FamilyProblem>;
  readonly #life: FamilyLife;
  readonly #authored: AuthoredFamily;
  readonly #graceMs: number | undefined;

  constructor(parts: FamilyParts, graceMs?: number) {
    super();
    this.name = parts.authored.name;
    this.#authored = parts.authored;
    this.#life = new FamilyLife(parts);
    this.#graceMs = graceMs;
    this.changes$ = this.#life.books.changes.asObservable() as Observable<FamilyChange<Key>>;
    this.problems$ = this.#life.books.problems.asObservable();
  }

  ready(): Promise<void> {
    return this.#life.open();
  }

  async use(key: Key, ...args: UseArguments<Data>): Promise<HeldContainer<Key>> {
    const { data, options } = useArguments(args, this.#authored.takesData, this.name);
    return await this.#use(key, data, options, 'use', undefined);
  }

  async get(key: Key): Promise<MemberView<Key> | undefined> {
    const member = await this.#find(key);
    return member && this.#view(member);
  }

  async list(options: ListOptions = {}): Promise<readonly MemberView<Key>[]> {
    const selected = memberFilter(options, this.name);
    await this.#life.open();
    return [...this.#life.books.all].map((member) => this.#view(member)).filter(selected);
  }

  async why(key: Key): Promise<MemberWhy<Key> | undefined> {
    const member = await this.#find(key);
    return member && (whyOf(member, this.#life.settings, this.#life.clock) as MemberWhy<Key>);
  }

  async stop(key: Key, options: StopMemberOptions = {}): Promise<void> {
    checkOptions(options, STOP_MEMBER_OPTIONS, 'family.stop', this.name, 'family.invalid');
    const { graceMs } = options;
    await this.#putDown(key, { action: 'stop', cause: { cause: 'asked' }, graceMs }, options);
  }

  async remove(key: Key, options: RemoveMemberOptions = {}): Promise<void> {
    checkOptions(options, REMOVE_MEMBER_OPTIONS, 'family.remove', this.name, 'family.invalid');
    const { graceMs, volumes } = options;
    await this.#putDown(key, { action: 'remove', cause: { cause: 'asked' }, graceMs, volumes }, options);
  }

  async outdated(options: { readonly signal?: AbortSignal } = {}): Promise<readonly OutdatedMember<Key>[]> {
    checkOptions(options, { signal: readSignal }, 'family.outdated', this.name, 'family.invalid');
    await this.#life.open();
    const outdated = await outdatedMembers(this.#life, options.signal ?? NEVER);
    return outdated.map(({ member, ...rest }) => ({ ...rest, key: member.key as Key }));
  }

  async roll(options: RollOptions = {}): Promise<readonly RolledMember<Key>[]> {
    checkOptions(options, ROLL_OPTIONS, 'family.roll', this.name, 'family.invalid');
    await this.#life.open();
    const rolled = await rollMembers(this.#life, options, options.signal ?? NEVER);
    return rolled as readonly RolledMember<Key>[];
  }

  async keepUntil(key: Key, until: Date): Promise<Date> {
    return keepMemberUntil(this.#life, key as FamilyKey, await this.#find(key), until);
  }

  async stats(key: Key, options: CallOptions = {}): Promise<MemberStats | undefined> {
    checkOptions(options, CALL_OPTIONS, 'family.stats', this.name, 'family.invalid');
    const member = await this.#find(key);
    return member && (await memberStats(this.#life, member, options));
  }

  async orphans(): Promise<readonly OrphanVolume<Key>[]> {
    await this.#life.open();
    const { books, name } = this.#life;
    const volumes = await this.#life.volumes([`${familyLabels.family}=${name}`]);
    return orphanVolumes(volumes, books) as readonly OrphanVolume<Key>[];
  }

  async reset(key: Key): Promise<void> {
    const member = await this.#find(key);
    if (member !== undefined) resetMember(this.#life, member);
  }

  slug(key: Key): string {
    return keyNames(canonicalKey(key, this.name), this.name, this.#life.identity.blueprint).slug;
  }

  router(options: RouterOptions<Key, Data>): FamilyRouter<Key, Data> {
    const settings = routerSettings(this.name, options);
    const host: RouterHost<Key, Data> = {
      slug: (key) => this.slug(key),
      use: (key, data, { kind, what, signal, timeoutMs }) =>
        this.#use(key, data === undefined ? undefined : { value: data }, { signal, timeoutMs }, kind, what),
      stateOf: async (key) => (await this.get(key))?.state,
      report: (error) => this.#life.report('router', undefined, error),
    };
    return new FamilyRouter(host, settings, options.authorise);
  }

  get counts(): ReadonlyMap<FamilyCause, number> {
    return this.#life.books.counts;
  }

  get health(): FamilyHealth {
    const { time, store, budget, admission, warm } = this.#life;
    return {
      sweepAgeMs: Math.round(time.sweepAgeMs),
      overdueMs: Math.round(time.overdueMs),
      store: store?.state.problem,
      inUse: budget.inUse,
      waiting: admission.waiting,
      warm: warm?.state,
    };
  }

  get closed(): boolean {
    return this.#life.closing.aborted;
  }

  close(): Promise<void> {
    return this.#life.close(this.#graceMs);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #use(
    key: Key,
    data: { readonly value: unknown } | undefined,
    options: UseOptions,
    kind: HoldKind,
    what: string | undefined,
  ): Promise<HeldContainer<Key>> {
    const { startTimeoutMs } = this.#life.settings;
    using deadline = startDeadline(options, startTimeoutMs, 'family.use', this.name);
    const checked = this.#checkedKey(key);
    const plainKey = checked instanceof Promise ? await checked : checked;
    canonicalKey(plainKey, this.name);
    if (!this.#life.isOpen) await abortable(this.#life.open(), deadline);
    const member = this.#life.books.member(plainKey);
    if (data !== undefined) {
      const { data: schema } = this.#authored.options;
      const value = checkedBy(schema as StandardSchemaV1 | undefined, data.value, 'data', this.name);
      member.data = { value: value instanceof Promise ? await value : value, isNew: true };
    }
    const request = { mayCreate: options.create ?? true, generation: options.generation };
    return await useMember(this.#life, member, request, deadline, () =>
      this.#grant(member, options.signal, kind, what),
    );
  }

  /** A hold on a member that is up now. */
  #grant(
    member: Member,
    signal: AbortSignal | undefined,
    kind: HoldKind,
    what: string | undefined,
  ): HeldContainer<Key> {
    const { holds, slot, generation, present } = member;
    const hold = holds.add(kind, what, signal);
    const subject = subjectOf(this.name, member);
    if (slot === undefined) throw memberEnded(this.name, member, member.cause);
    return new HeldContainer<Key>({
      key: member.key as Key,
      generation,
      container: slot,
      holds,
      hold,
      lost: present.signal,
      subject,
      reach: (port, call) => this.#life.networks.reach(member, slot, port, call),
    });
  }

  async #putDown(key: Key, request: PutDown, options: CallOptions): Promise<void> {
    using deadline = startDeadline(options, 120_000, `family.${request.action}`, this.name);
    const checked = this.#checkedKey(key);
    if (!this.#life.isOpen) await abortable(this.#life.open(), deadline);
    const member = this.#life.books.member(checked instanceof Promise ? await checked : checked);
    member.flight?.abort.abort(memberEnded(this.name, member, request.cause));
    await putDown(this.#life, member, request, deadline.signal);
  }

  async #find(key: Key): Promise<Member | undefined> {
    const checked = this.#checkedKey(key);
    await this.#life.open();
    return this.#life.books.find(checked instanceof Promise ? await checked : checked);
  }

  #checkedKey(key: Key): unknown {
    return checkedBy(this.#authored.options.key as StandardSchemaV1 | undefined, key, 'key', this.name);
  }

  #view(member: Member): MemberView<Key> {
    return memberView(member, this.#life.clock) as MemberView<Key>;
  }
}
