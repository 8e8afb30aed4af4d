import type { CauseFacts, FamilyState } from '../cause/index.ts';
import type { FamilyKey } from '../key/index.ts';
import type { Member } from '../member/member.ts';
import type { FamilyClock } from '../time/index.ts';

/** What is known of one key at one moment. */
export interface MemberView<Key = FamilyKey> extends CauseFacts {
  readonly key: Key;
  /** Its name in addresses. */
  readonly slug: string;
  readonly state: FamilyState;
  /** When it came into its state. */
  readonly since: Date;
  /** Which container the key has, or had last; 0 before its first. */
  readonly generation: number;
  /** The engine's id; `undefined` without a container. */
  readonly id: string | undefined;
  /** The labels of its container. */
  readonly labels: Readonly<Record<string, string>>;
  /** Until when its container is kept at least; `undefined` unless `keepUntil` was called. */
  readonly keepUntil: Date | undefined;
  /** How many hold it or wait for it. */
  readonly holds: number;
  readonly memoryBytes: number;
  /** Who has its container, when that is another process. */
  readonly ownedElsewhere: string | undefined;
  /** What kept the last attempt to end it from success; it is tried again. */
  readonly problem: unknown;
}

export function memberView(member: Member, clock: FamilyClock): MemberView {
  const { key, names, state, cause, generation, container, holds, waiters, ownedElsewhere, problem } = member;
  const toDate = (at: number) => new Date(clock.wall() - (clock.now() - at));
  return {
    ...cause,
    key,
    slug: names.slug,
    state,
    since: toDate(member.since),
    keepUntil: member.keepUntil === undefined ? undefined : toDate(member.keepUntil),
    generation,
    id: container?.id,
    labels: container?.labels ?? {},
    holds: holds.size + waiters.size,
    memoryBytes: container?.memoryBytes ?? 0,
    ownedElsewhere: ownedElsewhere?.why,
    problem,
  };
}
