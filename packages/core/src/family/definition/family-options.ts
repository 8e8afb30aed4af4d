import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { DurationInput, SizeInput } from '../../input/index.ts';
import type { Lifetime } from '../../labels/index.ts';
import type { FamilyHookOptions } from '../box/family-hooks.ts';
import type { ProfileOption } from '../profile/index.ts';
import type { FamilyNetwork, WhenFull } from '../settings/family-settings.ts';

/** How the members of a family live. Durations are milliseconds, or text such as `'15m'` or `'7d'`. */
export interface FamilyOptions<Key, Data, Context = unknown> extends FamilyHookOptions<Key> {
  /**
   * What happens to a member that nothing holds: `{ after: '15m', then: 'stop' }`, several steps as
   * `{ then: [{ pause: '2m' }, { stop: '15m' }] }`, or `'never'`. There is no default, because each has its price: a
   * member that never sleeps takes up memory, one that is removed loses what is not in a volume.
   */
  readonly idle: IdleOption;
  /** How long one run may last, whatever holds it. @default no limit */
  readonly life?: LifeOption | undefined;
  /** How long a stopped member keeps its container; its volumes stay. @default until it is removed */
  readonly keep?: DurationInput | undefined;
  readonly capacity?: CapacityOptions<Key> | undefined;
  /** What the family does when members end unasked. */
  readonly crash?: CrashOptions | undefined;
  /**
   * `session`: members are removed with the context. `persistent`: they go on, and the next start of the blueprint
   * adopts them. @default 'session'
   */
  readonly lifetime?: Lifetime | undefined;
  /**
   * `shared`: the networks of the definition, else the engine's default one. `isolated`: networks of the family's own, on
   * which members reach neither each other nor anything outside; `url()` and the router call them from the engine's host.
   * `none`: no network. @default 'shared'; 'isolated' with a profile
   */
  readonly network?: FamilyNetwork | undefined;
  /**
   * `'untrusted'`, or the same with other limits: hardens every member for code that you do not trust, and checks that the
   * engine did so. Members that are less safe are not handed out. @default none
   */
  readonly profile?: ProfileOption | undefined;
  /**
   * Containers that are started before their keys are known, so that a new key costs a rename. They are used where the
   * definition makes the same container of every key but for its name: no volume, variable or label of the key's own.
   * Others are made for their key, and `health.warm` counts why. Only for the lifetime `session`. @default none
   */
  readonly pool?: PoolOption | undefined;
  /** Checks each key, and may normalise it. */
  readonly key?: StandardSchemaV1<unknown, Key> | undefined;
  /** Checks the data of each member. */
  readonly data?: StandardSchemaV1<unknown, Data> | undefined;
  /**
   * Finds a member's data where only its key is known: in a router, in `roll`, when a stopped member is woken.
   * `undefined` for a key that does not exist.
   */
  readonly load?: ((key: Key, context: Context) => Data | undefined | Promise<Data | undefined>) | undefined;
  /**
   * Writes a member's data into a label of its container, so that no `load` is needed to wake it. Everybody who may look
   * at the engine can read it: only for data without secrets, of at most 4 KB as JSON. @default false
   */
  readonly dataInLabel?: boolean | undefined;
  /** How long a member may take from the first call until it is ready, a pull included. @default '5m' */
  readonly startTimeout?: DurationInput | undefined;
  /** How long a hook may take. @default '10s' */
  readonly hookTimeout?: DurationInput | undefined;
}

/** How many containers a family starts ahead of its keys. */
export interface PoolOption {
  /** How many wait. */
  readonly ready: number;
  /** How long they wait at most, before others take their place. @default no limit */
  readonly maxAge?: DurationInput | undefined;
}

/** What happens to members that nothing holds. */
export type IdleOption =
  | 'never'
  | { readonly after: DurationInput; readonly then: 'pause' | 'stop' | 'remove' }
  | { readonly then: readonly IdleStepOption[] };

/** One step of what happens to members that nothing holds. */
export type IdleStepOption =
  | { readonly pause: DurationInput }
  | { readonly stop: DurationInput }
  | { readonly remove: DurationInput };

/** How long a member lives at most. */
export type LifeOption =
  | DurationInput
  | {
      readonly max: DurationInput;
      /** How long before its end a member warns and takes no new holds. @default a tenth of `max`, at most '1m' */
      readonly warn?: DurationInput | undefined;
    };

/** How many members of a family may run, start and wait at a time. */
export interface CapacityOptions<Key> {
  /** How many members are awake at most. @default no limit */
  readonly running?: number | undefined;
  /** How many members start at the same time at most; beyond, `whenFull` decides. @default no limit */
  readonly starting?: number | undefined;
  /** The most that the memory limits of members that are awake or paused may add up to: `'48g'`. @default no limit */
  readonly memory?: SizeInput | undefined;
  /** A limit for each group of keys, such as the tenants of one customer. @default none */
  readonly per?: { readonly by: (key: Key) => string; readonly running: number } | undefined;
  /**
   * What happens to a caller that finds the family full. `refuse`: an error with the time after which to try again.
   * `wait`: it waits its turn, as long as its deadline lets. `evict`: the member goes to sleep that has been idle longest.
   * @default 'refuse'
   */
  readonly whenFull?: WhenFull | undefined;
  /** How many callers wait for room at most. @default 1_000 */
  readonly waiting?: number | undefined;
}

/** How a family starts members again that end by themselves. */
export interface CrashOptions {
  /**
   * Which members are started again that ended unasked. `on-failure`: those that failed, ran out of memory, or were
   * running when the engine was restarted. `always`: also those that ended with exit code 0 or were stopped from outside.
   * @default 'on-failure'; 'never' when the spec has a restart policy of the engine's
   */
  readonly restart?: 'on-failure' | 'always' | 'never' | undefined;
  /** So many unasked ends within `within`, and the member counts as failed for as long. @default 3 */
  readonly most?: number | undefined;
  /** @default '60s' */
  readonly within?: DurationInput | undefined;
  /** Before the first restart; it doubles from one to the next. @default '1s' */
  readonly firstDelay?: DurationInput | undefined;
  /** @default '60s' */
  readonly longestDelay?: DurationInput | undefined;
}
