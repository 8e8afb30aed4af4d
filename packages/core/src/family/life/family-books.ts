import { Subject } from 'rxjs';
import type { Budget } from '../capacity/index.ts';
import type { CauseFacts, FamilyCause, FamilyChange, FamilyState } from '../cause/index.ts';
import { canonicalKey, type FamilyKey, keyNames } from '../key/index.ts';
import type { FamilyProblem } from '../member/family-host.ts';
import { Member } from '../member/member.ts';
import { adoptedSince } from '../rules/adopted-since.ts';
import type { CrashRecord } from '../rules/crash-rule.ts';
import type { FamilyStore, MemberFacts } from '../store/index.ts';
import { type FamilyClock, toMoment } from '../time/index.ts';

export interface BooksParts {
  readonly family: string;
  readonly blueprint: string;
  readonly clock: FamilyClock;
  readonly budget: Budget;
  readonly store: FamilyStore | undefined;
  /** How long an unasked end counts. */
  readonly limitMs: number;
  groupOf(key: unknown): string | undefined;
  onHolds(member: Member): void;
}

/** Keys without a container are remembered for their generation; of those, so many. */
const MOST_REMEMBERED = 20_000;

/** The members of a family by key, and what is told about them. */
export class FamilyBooks {
  readonly changes = new Subject<FamilyChange>();
  readonly problems = new Subject<FamilyProblem>();
  readonly #parts: BooksParts;
  readonly #members = new Map<string, Member>();
  /** What is remembered of members of which nothing is left. */
  readonly #remembered = new Map<string, Pick<Member, 'generation' | 'lost'>>();
  readonly #ends = new Map<FamilyCause, number>();

  constructor(parts: BooksParts) {
    this.#parts = parts;
  }

  get all(): Iterable<Member> {
    return this.#members.values();
  }

  get size(): number {
    return this.#members.size;
  }

  /** How often members have come into a state for a cause, since the family was opened. */
  get counts(): ReadonlyMap<FamilyCause, number> {
    return this.#ends;
  }

  /** The member with this key, if anything is known of it. @throws DocktopusError `family.key-invalid` */
  find(key: unknown): Member | undefined {
    return this.#members.get(canonicalKey(key, this.#parts.family));
  }

  /** The member with this key. @throws DocktopusError `family.key-invalid` */
  member(key: unknown): Member {
    const { family, blueprint, budget, clock, store } = this.#parts;
    const canonical = canonicalKey(key, family);
    const known = this.#members.get(canonical);
    if (known !== undefined) return known;
    const names = keyNames(canonical, family, blueprint);
    const identity = { key: key as FamilyKey, canonical, names, group: this.#parts.groupOf(key) };
    const member = new Member(identity, budget.none(), () => clock.now(), this.#parts.onHolds);
    const facts = store?.get(names.hash);
    const remembered = this.#remembered.get(canonical);
    member.generation = remembered?.generation ?? (facts?.key === canonical ? facts.generation : 0);
    member.lost = remembered?.lost ?? (facts?.lost as FamilyCause | undefined);
    member.crashes = this.#crashes(facts);
    this.#members.set(canonical, member);
    return member;
  }

  /** Unasked ends that an earlier process has seen, and that still count. */
  #crashes(facts: MemberFacts | undefined): CrashRecord {
    const { clock, store, limitMs } = this.#parts;
    const sameBoot = store?.sameBoot ?? false;
    const ends = (facts?.ends ?? []).map((written) =>
      adoptedSince({ written, sameBoot, observed: undefined, limitMs }, clock),
    );
    return { ends: ends.filter((at) => at > clock.now() - limitMs), streak: ends.length };
  }

  /** Forgets a member of which nothing is left. */
  forget(member: Member): void {
    member.cancelTimer?.();
    const { canonical, generation, lost } = member;
    if (this.#members.get(canonical) !== member) return;
    this.#members.delete(canonical);
    this.#remembered.delete(canonical);
    if (generation > 0) this.#remembered.set(canonical, { generation, lost });
    const [oldest] = this.#remembered.size > MOST_REMEMBERED ? this.#remembered.keys() : [];
    if (oldest !== undefined) this.#remembered.delete(oldest);
  }

  become(member: Member, to: FamilyState, facts: CauseFacts): void {
    const { clock } = this.#parts;
    const from = member.state;
    member.enter(to, facts, clock.now());
    if (from !== to) this.#ends.set(facts.cause, (this.#ends.get(facts.cause) ?? 0) + 1);
    const { key, generation } = member;
    this.changes.next({ key, from, to, ...facts, generation, at: new Date(clock.wall()) });
  }

  report(operation: string, member: Member | undefined, error: unknown): void {
    const at = new Date(this.#parts.clock.wall());
    this.problems.next({ operation, key: member?.key, error, at });
  }

  /** Writes down what of a member must outlive the process. */
  note(member: Member): void {
    const { store, clock } = this.#parts;
    if (store === undefined || member.ownedElsewhere !== undefined) return;
    if (member.generation === 0) return;
    const moment = (at: number | undefined) => (at === undefined ? undefined : toMoment(at, clock));
    store.put(member.names.hash, {
      key: member.canonical,
      generation: member.generation,
      used: moment(member.holds.idleSince),
      ranSince: moment(member.runSince),
      stopped: moment(member.stoppedSince),
      keepUntil: moment(member.keepUntil),
      lost: member.lost,
      spawned: member.holds.spawned,
      ends: member.crashes.ends.map((at) => toMoment(at, clock)),
    });
  }

  close(): void {
    this.changes.complete();
    this.problems.complete();
  }
}
