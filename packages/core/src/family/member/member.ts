import type { Subscription } from 'rxjs';
import type { Container } from '../../container/index.ts';
import type { Difference } from '../../errors/index.ts';
import type { Ownership } from '../../labels/index.ts';
import { Mutex } from '../../scope/index.ts';
import type { ContainerSnapshot } from '../../status/index.ts';
import type { Demand, Reservation } from '../capacity/index.ts';
import type { CauseFacts, FamilyCause, FamilyState } from '../cause/index.ts';
import { HoldLedger } from '../holds/index.ts';
import type { FamilyKey, KeyNames } from '../key/index.ts';
import { type CrashRecord, NO_CRASHES } from '../rules/crash-rule.ts';
import type { ScheduleFacts } from '../rules/next-due.ts';
import type { Flight, Waiter } from './flight.ts';
import type { PutDown } from './put-down-request.ts';

/** Who a member is; it never changes. */
export interface MemberIdentity {
  readonly key: FamilyKey;
  readonly canonical: string;
  readonly names: KeyNames;
  /** The group that it counts in. */
  readonly group: string | undefined;
}

/** The engine's container of a member, as it was born. */
export interface MemberContainer {
  readonly id: string;
  readonly generation: number;
  readonly memoryBytes: number;
  readonly specHash: string | undefined;
  readonly imageId: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Another process made it: ownership is proved before it is destroyed. */
  readonly adopted: boolean;
  /** In what it is not as the profile of its family says. */
  readonly unsafe: readonly Difference[];
}

/** Whose a member's container is, when it is not this process's. */
export interface OwnedElsewhere {
  /** In words. */
  readonly why: string;
  readonly ownership: Ownership | undefined;
}

/** The books of one key: what is known, held, wanted and under way. Whoever changes something tells its family. */
export class Member implements MemberIdentity {
  readonly key: FamilyKey;
  readonly canonical: string;
  readonly names: KeyNames;
  readonly group: string | undefined;
  readonly holds: HoldLedger;
  readonly reservation: Reservation;
  /** Every transition of the key takes its turn here. */
  readonly queue = new Mutex();
  /** Callers that wait for it to come up. */
  readonly waiters = new Set<Waiter>();

  state: FamilyState = 'absent';
  cause: CauseFacts = { cause: 'created' };
  /** When it came into its state, on the family's clock. */
  since: number;
  /** The generation of its container, or else of its last one. */
  generation = 0;
  container: MemberContainer | undefined;
  /** Makes and starts its container; `undefined` until that is first wanted. */
  slot: Container | undefined;
  /** The engine's bridge that it is on, or will be. */
  bridge: string | undefined;
  /** What it is made from, as a caller gave it; `isNew` until a start has made use of it. */
  data: { readonly value: unknown; readonly isNew: boolean } | undefined;
  /** The one attempt to bring it up that is under way. */
  flight: Flight | undefined;
  /** Its container may not be as it should: nobody gets it before somebody has looked. */
  doubtful = false;
  /** Why the container before is gone, until there is another. */
  lost: FamilyCause | undefined;
  /** Another process has its container. */
  ownedElsewhere: OwnedElsewhere | undefined;
  /** What the last call that was to end it said, when that call failed. */
  problem: unknown;
  /** That call, for the sweep to try again. */
  retry: PutDown | undefined;
  crashes: CrashRecord = NO_CRASHES;
  /** Until when it counts as failed. */
  failedUntil: number | undefined;
  /** Why it did not start, or how it ended, the last time. */
  lastFailure: unknown;
  /** Aborts when those who hold it now have lost it. */
  present = new AbortController();
  /** It makes room for another key. */
  evicting = false;

  runSince: number | undefined;
  stoppedSince: number | undefined;
  keepUntil: number | undefined;
  warned = false;

  watching: Subscription | undefined;
  seen: ContainerSnapshot | undefined;
  /** The engine went away since the container was last seen. */
  engineWasAway = false;
  cancelTimer: (() => void) | undefined;
  cancelRestart: (() => void) | undefined;

  constructor(
    identity: MemberIdentity,
    reservation: Reservation,
    now: () => number,
    onHolds: (member: Member) => void,
  ) {
    this.key = identity.key;
    this.canonical = identity.canonical;
    this.names = identity.names;
    this.group = identity.group;
    this.reservation = reservation;
    this.since = now();
    this.holds = new HoldLedger(now, () => onHolds(this));
  }

  /** What it takes up in that condition, with the memory of its container. */
  demands(awake: boolean, starting: boolean, memoryBytes: number = this.container?.memoryBytes ?? 0): Demand {
    return { awake, starting, memoryBytes, group: this.group, bridge: this.bridge };
  }

  /** Whether anybody holds it or waits for it. */
  get held(): boolean {
    return this.holds.size > 0 || this.waiters.size > 0;
  }

  /** Whether a caller may have it at once. */
  get isUp(): boolean {
    return this.state === 'running' && !this.doubtful && !this.warned && this.ownedElsewhere === undefined;
  }

  /** Whether there is nothing to remember of it but what its store knows. */
  get isForgettable(): boolean {
    return (
      this.state === 'absent' &&
      !this.held &&
      this.flight === undefined &&
      this.queue.taken === 0 &&
      this.problem === undefined &&
      this.ownedElsewhere === undefined &&
      this.crashes.ends.length === 0
    );
  }

  get schedule(): ScheduleFacts {
    const { state, held, runSince, stoppedSince, keepUntil, warned } = this;
    return { state, held, idleSince: this.holds.idleSince, runSince, stoppedSince, keepUntil, warned };
  }

  /** Notes its new state, and what follows from it for the clocks. */
  enter(state: FamilyState, cause: CauseFacts, now: number): void {
    const runs = state === 'running' || state === 'paused' || state === 'pausing';
    if (runs) this.runSince ??= now;
    else if (state !== 'stopping') this.runSince = undefined;
    if (state === 'stopped' || (state === 'failed' && this.container !== undefined))
      this.stoppedSince ??= now;
    else if (state !== 'removing') this.stoppedSince = undefined;
    if (!runs) this.warned = false;
    if (state !== this.state) this.since = now;
    this.state = state;
    this.cause = cause;
  }

  /** Ends what its holders have: their signals abort with `reason`. */
  endPresent(reason: Error): void {
    const { present } = this;
    this.present = new AbortController();
    present.abort(reason);
  }
}
