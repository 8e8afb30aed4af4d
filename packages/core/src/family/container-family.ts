import type { Observable } from 'rxjs';
import type { CallOptions } from '../scope/index.ts';
import type { HeldContainer } from './box/held-container.ts';
import type { FamilyCause, FamilyChange } from './cause/index.ts';
import type { FamilyKey } from './key/index.ts';
import type { FamilyHealth } from './life/family-health.ts';
import type {
  ListOptions,
  RemoveMemberOptions,
  StopMemberOptions,
  UseArguments,
} from './life/member-calls.ts';
import type { MemberStats } from './life/member-stats.ts';
import type { MemberView } from './life/member-view.ts';
import type { OrphanVolume } from './life/orphan-volumes.ts';
import type { OutdatedMember } from './life/outdated.ts';
import type { RolledMember, RollOptions } from './life/roll.ts';
import type { MemberWhy } from './life/why.ts';
import type { FamilyProblem } from './member/family-host.ts';
import type { FamilyRouter, RouterOptions } from './router/index.ts';

/**
 * Containers of one definition, one for each key: of a tenant, a user, a repository, a session. `ctx.family()` and
 * `@family()` create one.
 *
 * `use` finds, wakes or creates a key's container and keeps it awake while it is held; `get` and `list` only read.
 */
export abstract class ContainerFamily<Key = FamilyKey, Data = undefined> implements AsyncDisposable {
  abstract readonly name: string;

  /** Every change of every member, from now on. */
  abstract readonly changes$: Observable<FamilyChange<Key>>;

  /** What went wrong beside the calls of callers. */
  abstract readonly problems$: Observable<FamilyProblem>;

  /** Resolves when every container that the family has in the engine is known. */
  abstract ready(): Promise<void>;

  /**
   * The key's container: running, ready, and awake until it is released: `await using box = await family.use(key)`.
   *
   * Calls at the same time create or start one container only.
   *
   * @throws DocktopusError `family.full`, `family.failed`, `family.owned-elsewhere`, `family.key-unknown`, …, or why
   *   the container did not start.
   */
  abstract use(key: Key, ...args: UseArguments<Data>): Promise<HeldContainer<Key>>;

  /** What the family knows of the key; `undefined` for an unknown key. Only reads: it creates, wakes and pulls nothing. */
  abstract get(key: Key): Promise<MemberView<Key> | undefined>;

  /** The members. Only reads, as {@link get} does. */
  abstract list(options?: ListOptions): Promise<readonly MemberView<Key>[]>;

  /** Why a member is awake or not, and what happens next; `undefined` for an unknown key. */
  abstract why(key: Key): Promise<MemberWhy<Key> | undefined>;

  /** Stops the key's container, even while others hold it; its content stays. */
  abstract stop(key: Key, options?: StopMemberOptions): Promise<void>;

  /** Removes the key's container, even while others hold it; its volumes stay unless `volumes` is given. */
  abstract remove(key: Key, options?: RemoveMemberOptions): Promise<void>;

  /** The members whose containers differ from what the definition would create now. Only reads, as {@link get} does. */
  abstract outdated(options?: { readonly signal?: AbortSignal }): Promise<readonly OutdatedMember<Key>[]>;

  /**
   * Replaces outdated members, one after the other; volumes stay. New limits are set while a container runs. The first
   * that fails ends the roll.
   */
  abstract roll(options?: RollOptions): Promise<readonly RolledMember<Key>[]>;

  /**
   * Keeps the key's container until then at least, whatever `idle` and `keep` say of its removal. It is never shortened.
   *
   * @returns until when it is kept.
   * @throws DocktopusError `family.key-unknown` for a key without a container.
   */
  abstract keepUntil(key: Key, until: Date): Promise<Date>;

  /** What the key's container uses now; `undefined` when it does not run. Keeps no member awake. */
  abstract stats(key: Key, options?: CallOptions): Promise<MemberStats | undefined>;

  /** The volumes of keys that have no container: those that `remove()` kept, and those of failed starts. */
  abstract orphans(): Promise<readonly OrphanVolume<Key>[]>;

  /** Forgets that a member has ended too often: the next `use` tries again. */
  abstract reset(key: Key): Promise<void>;

  /** The key's name in addresses: a lower-case DNS label. @throws DocktopusError `family.key-invalid` */
  abstract slug(key: Key): string;

  /**
   * Passes HTTP, server-sent events and WebSockets on to members, each with its own host name:
   *
   * ```ts
   * const router = tenants.router({ host: '*.preview.example', port: 8080, authorise: ({ slug }) => session(slug) });
   * createServer(router.request).on('upgrade', router.upgrade).listen(443);
   * ```
   *
   * @throws DocktopusError `family.invalid` with everything that is wrong with the options.
   */
  abstract router(options: RouterOptions<Key, Data>): FamilyRouter<Key, Data>;

  /** How many changes of members each cause has had since the family was opened. */
  abstract get counts(): ReadonlyMap<FamilyCause, number>;

  /** Counts and times that say how well the family keeps up with its callers. */
  abstract get health(): FamilyHealth;

  /** Whether it has been closed, or is being closed. */
  abstract get closed(): boolean;

  /** Removes session members, leaves persistent ones as they are, and closes the family. May be called twice. */
  abstract close(): Promise<void>;

  abstract [Symbol.asyncDispose](): Promise<void>;
}
