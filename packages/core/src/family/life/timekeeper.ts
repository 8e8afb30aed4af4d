import { Semaphore } from '../../scope/index.ts';
import { CALL_MS } from '../member/bounded-call.ts';
import type { FamilyHost } from '../member/family-host.ts';
import type { Member } from '../member/member.ts';
import { putDown } from '../member/put-down.ts';
import type { PutDown } from '../member/put-down-request.ts';
import { NO_CRASHES } from '../rules/crash-rule.ts';
import { type Due, nextDue } from '../rules/next-due.ts';

/** What is overdue at the same time is done so many at a time. */
const AT_ONCE = 8;

const SWEEP_MS = 15_000;

/** Node's timers take no longer ones; a timekeeper that wakes early looks and sleeps again. */
const LONGEST_TIMER_MS = 6 * 3_600_000;

/**
 * Does to members what time does to them. Each has a timer for what is due next, and a sweep looks after all of them, so
 * that nothing depends on one timer or on one call that has failed.
 */
export class Timekeeper {
  readonly #host: FamilyHost;
  readonly #members: () => Iterable<Member>;
  readonly #places = new Semaphore(AT_ONCE);
  #cancel: (() => void) | undefined;
  #sweptAt: number;
  #closed = false;

  constructor(host: FamilyHost, members: () => Iterable<Member>) {
    this.#host = host;
    this.#members = members;
    this.#sweptAt = host.clock.now();
  }

  /** How long ago the last sweep went over all members. */
  get sweepAgeMs(): number {
    return this.#host.clock.now() - this.#sweptAt;
  }

  /** For how long the member is overdue that is so longest; 0 when none is. */
  get overdueMs(): number {
    const now = this.#host.clock.now();
    let overdueMs = 0;
    for (const member of this.#members()) {
      const due = this.#due(member);
      if (due !== undefined) overdueMs = Math.max(overdueMs, now - due.at);
    }
    return overdueMs;
  }

  start(): void {
    this.#cancel = this.#host.clock.after(SWEEP_MS, () => this.#sweep());
  }

  /** Sets the member's timer for what is due next. */
  arm(member: Member): void {
    member.cancelTimer?.();
    member.cancelTimer = undefined;
    const due = this.#closed ? undefined : this.#due(member);
    if (due === undefined) return;
    const { clock } = this.#host;
    const waitMs = Math.min(Math.max(0, due.at - clock.now()), LONGEST_TIMER_MS);
    member.cancelTimer = clock.after(waitMs, () => {
      member.cancelTimer = undefined;
      this.#tend(member);
    });
  }

  /** Stops all timers. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    for (const member of this.#members()) {
      member.cancelTimer?.();
      member.cancelRestart?.();
    }
  }

  #due(member: Member): Due | undefined {
    // The sweep tries again what has failed.
    if (member.retry !== undefined) return undefined;
    return nextDue(member.schedule, this.#host.settings);
  }

  /** Does what is due, if it still is. */
  #tend(member: Member): void {
    const due = this.#due(member);
    const { clock } = this.#host;
    if (this.#closed || due === undefined) return;
    if (due.at > clock.now()) {
      this.arm(member);
      return;
    }
    if (due.act === 'warn') {
      member.warned = true;
      this.#host.become(member, member.state, { cause: 'life' });
      return;
    }
    const { act: action, cause } = due;
    const still = () => {
      const now = this.#due(member);
      return now?.act === action && now.cause === cause && now.at <= clock.now();
    };
    this.#put(member, { action, cause: { cause }, still });
  }

  /** Crashes that no longer count are no reason to remember a key of which nothing else is left. */
  #forgive(member: Member, now: number): void {
    const { withinMs } = this.#host.settings.crash;
    if (member.held || member.crashes.ends.some((at) => at > now - withinMs)) return;
    member.crashes = NO_CRASHES;
    member.failedUntil = undefined;
    if (member.state === 'failed') this.#host.become(member, 'absent', member.cause);
    else this.#host.touched(member);
  }

  /** In the background and in a place of its own; what fails is reported where it fails. */
  #put(member: Member, request: PutDown): void {
    const work = this.#places.run(undefined, async () => {
      if (!this.#closed) await putDown(this.#host, member, request);
    });
    work.catch(() => undefined);
  }

  /** Looks after everything that has no timer: what failed, and what a timer has missed. */
  #sweep(): void {
    const now = this.#host.clock.now();
    for (const member of this.#members()) {
      if (member.flight !== undefined || member.queue.taken > 0) continue;
      const { retry } = member;
      const due = this.#due(member);
      if (retry !== undefined) this.#put(member, again(member, retry));
      else if (member.problem !== undefined) this.#host.retryCleanUp(member);
      else if (due !== undefined && due.at + CALL_MS <= now) this.#tend(member);
      else if (due !== undefined && member.cancelTimer === undefined) this.arm(member);
      else if (member.container === undefined) this.#forgive(member, now);
    }
    this.#host.readopt().catch((error: unknown) => this.#host.report('adopt', undefined, error));
    this.#sweptAt = now;
    this.#cancel = this.#host.clock.after(SWEEP_MS, () => this.#sweep());
  }
}

/** A request that has failed, for another try. A request of the family itself gives way to those who hold the member by now. */
function again(member: Member, { still, ...request }: PutDown): PutDown {
  return still === undefined ? request : { ...request, still: () => !member.held };
}
