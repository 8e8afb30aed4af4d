import type { Container, ContainerSpec, HostPort } from '../../container/index.ts';
import type { ContainerInspect, Docker } from '../../engine/index.ts';
import type { Difference } from '../../errors/index.ts';
import type { ContainerGroup } from '../../group/index.ts';
import type { CallOptions, Semaphore } from '../../scope/index.ts';
import type { Admission } from '../capacity/index.ts';
import type { CauseFacts, FamilyCause, FamilyState } from '../cause/index.ts';
import type { FamilySettings } from '../settings/family-settings.ts';
import type { FamilyClock } from '../time/index.ts';
import type { Member } from './member.ts';

/** What went wrong beside the calls of callers: it is told once, and the family goes on. */
export interface FamilyProblem {
  /** What was attempted: `'stop'`, `'beforeSleep'`, `'store'`, `'adopt'`. */
  readonly operation: string;
  /** `undefined` for what concerns the family as a whole. */
  readonly key: unknown;
  readonly error: unknown;
  readonly at: Date;
}

/** What the author says about a member. */
export interface FamilyDefinition {
  /** @throws DocktopusError `spec.invalid` */
  specOf(member: Member, data: unknown): ContainerSpec;
  /** The data of a member: as given, as its label says, or as `load` finds it. @throws DocktopusError `family.no-data` */
  dataOf(member: Member, signal: AbortSignal): Promise<unknown>;
  /** In what a container is not as the profile of the family says. */
  unsafeIn(inspect: ContainerInspect): readonly Difference[];
}

/** The networks that members are on. */
export interface MemberNetworks {
  /** Makes sure that a member's network is there, and that its container, if it has one, is on it. */
  prepare(member: Member, container: Container, signal: AbortSignal): Promise<void>;
  /** Where a port of a member can be reached from here. */
  reach(
    member: Member,
    container: Container,
    port: number | string,
    options?: CallOptions,
  ): Promise<HostPort>;
}

/** Containers that were started before their keys were known. */
export interface WarmSource {
  /** Gives one of them that is as `spec` says the name, and returns its id; `undefined` when there is none. */
  claim(spec: ContainerSpec, name: string): Promise<string | undefined>;
}

/** What the author does at the turns of a member's life. */
export interface FamilyHooks {
  /** @throws what keeps the member from being used. */
  afterWake(member: Member, cause: FamilyCause, signal: AbortSignal): Promise<void>;
  /** Resolves in any case: what goes wrong is a problem of the family's. */
  beforeSleep(member: Member, facts: CauseFacts): Promise<void>;
  beforeRemove(member: Member, facts: CauseFacts): Promise<void>;
}

/** Whose the containers are. */
export interface FamilyOwnership {
  /** Says what the next container of a member is labelled with; its slot makes one only while `mayCreate` says so. */
  claim(member: Member, data: unknown, mayCreate: () => boolean): void;
  /** Says that a container whose labels name no key is this member's. */
  entrust(member: Member, id: string): void;
  /** @throws DocktopusError `family.owned-elsewhere` unless the member's container may be destroyed by this process. */
  prove(member: Member): Promise<void>;
  /** Looks again at a container that belonged to another process. @throws DocktopusError `family.owned-elsewhere` */
  reclaim(member: Member, signal: AbortSignal): Promise<void>;
  /** Looks whether another process still writes the file of the family, and takes it over when that is gone. */
  refresh(): Promise<void>;
  /** The error of a caller whose key another process has, from the conflict of names. */
  elsewhere(member: Member, conflict: unknown): Promise<Error>;
}

/** What transitions of members need of their family. */
export interface FamilyHost {
  readonly name: string;
  readonly docker: Docker;
  readonly clock: FamilyClock;
  readonly settings: FamilySettings;
  /** The slots of all members. */
  readonly group: ContainerGroup;
  readonly definition: FamilyDefinition;
  readonly hooks: FamilyHooks;
  readonly networks: MemberNetworks;
  readonly warm: WarmSource | undefined;
  readonly ownership: FamilyOwnership;
  readonly admission: Admission;
  /** How many containers of the connection start at a time. */
  readonly starts: Semaphore;
  /** Aborts when the family closes. */
  readonly closing: AbortSignal;
  /** Notes a member's new state and tells everybody. */
  become(member: Member, state: FamilyState, cause: CauseFacts): void;
  /** Notes that something about a member has changed that time and the store depend on. */
  touched(member: Member): void;
  /** Brings a member up again that has ended unasked, after a while. */
  restartLater(member: Member, afterMs: number): void;
  /** Takes over what another process had that is gone by now. */
  readopt(): Promise<void>;
  /** Tries again to remove what a failed start has left. */
  retryCleanUp(member: Member): void;
  /** Removes the volumes of a member's key. */
  removeVolumes(member: Member): Promise<void>;
  report(operation: string, member: Member | undefined, error: unknown): void;
}
