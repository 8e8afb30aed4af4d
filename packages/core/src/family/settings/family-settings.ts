import type { Lifetime } from '../../labels/index.ts';
import type { UntrustedProfile } from '../profile/index.ts';

/** A family's options, checked and complete. Durations are milliseconds; `Infinity` is no limit. */
export interface FamilySettings {
  /** Ascending in time and in depth; empty for a family whose members never sleep. */
  readonly idle: readonly IdleTier[];
  readonly life: LifeSettings | undefined;
  /** How long a stopped member keeps its container. */
  readonly keepMs: number;
  readonly capacity: CapacitySettings;
  readonly crash: CrashSettings;
  readonly startTimeoutMs: number;
  readonly hookTimeoutMs: number;
  readonly lifetime: Lifetime;
  readonly network: FamilyNetwork;
  readonly profile: UntrustedProfile | undefined;
  readonly pool: WarmSettings | undefined;
}

/** How many started containers wait for keys. */
export interface WarmSettings {
  readonly ready: number;
  readonly maxAgeMs: number;
}

/**
 * Which networks the members of a family are on. `shared`: those of their definition, else the engine's default one.
 * `isolated`: networks of the family's own, on which members reach neither each other nor anything outside; they can be
 * called from the engine's host. `none`: no network at all.
 */
export type FamilyNetwork = 'shared' | 'isolated' | 'none';

/** What sends a member to sleep, from light to deep. */
export type SleepAction = 'pause' | 'stop' | 'remove';

export interface IdleTier {
  readonly action: SleepAction;
  readonly afterMs: number;
}

export interface LifeSettings {
  /** How long one run may last, whatever holds it. */
  readonly maxMs: number;
  /** How long before its end a member takes no new holds. */
  readonly warnMs: number;
}

/** What happens to a caller when the family is full. */
export type WhenFull = 'refuse' | 'wait' | 'evict';

export interface CapacitySettings {
  /** Members that are awake. */
  readonly running: number;
  /** Members that are on their way up. */
  readonly starting: number;
  /** Sum of the memory limits of the members that are awake or paused, and of the pool. */
  readonly memoryBytes: number;
  /** Members that are awake in one group. */
  readonly perGroup: number;
  readonly whenFull: WhenFull;
  /** Callers that wait for room. */
  readonly waiting: number;
}

export interface CrashSettings {
  /** Whether a member that ended unasked is started again without being asked for. */
  readonly restart: 'on-failure' | 'always' | 'never';
  /** So many unasked ends… */
  readonly most: number;
  /** …within this time, and the member has failed for as long. */
  readonly withinMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}
