import { printDuration } from '../../input/index.ts';
import { type CauseFacts, type FamilyState, printCause } from '../cause/index.ts';
import type { HoldKind } from '../holds/index.ts';
import { type FamilyKey, printableKey } from '../key/index.ts';
import type { Member } from '../member/member.ts';
import { nextDue } from '../rules/next-due.ts';
import type { FamilySettings } from '../settings/family-settings.ts';
import type { FamilyClock } from '../time/index.ts';

/** Why a member is awake or not, and what happens to it next. */
export interface MemberWhy<Key = FamilyKey> extends CauseFacts {
  readonly key: Key;
  readonly state: FamilyState;
  /** What keeps it awake, the oldest first. */
  readonly holds: readonly {
    readonly kind: HoldKind;
    readonly what: string | undefined;
    readonly ageMs: number;
  }[];
  /** Callers that wait for it. */
  readonly waiting: number;
  /** How long nothing has held it; 0 while something does. */
  readonly idleMs: number;
  /** What time does to it next; `undefined` when that is nothing. */
  readonly next:
    | {
        readonly act: 'warn' | 'pause' | 'stop' | 'remove';
        readonly inMs: number;
        readonly at: Date;
        readonly cause: 'idle' | 'life' | 'kept';
      }
    | undefined;
  /** Until when it is not started again, because it has ended too often. */
  readonly failedUntil: Date | undefined;
  /** All of that in a line or two. */
  readonly text: string;
}

export function whyOf(member: Member, settings: FamilySettings, clock: FamilyClock): MemberWhy {
  const now = clock.now();
  const toDate = (at: number) => new Date(clock.wall() + (at - now));
  const due = nextDue(member.schedule, settings);
  const facts: Omit<MemberWhy, 'text'> = {
    ...member.cause,
    key: member.key,
    state: member.state,
    holds: member.holds.all.map(({ kind, what, since }) => ({ kind, what, ageMs: Math.round(now - since) })),
    waiting: member.waiters.size,
    idleMs: Math.round(now - member.holds.idleSince),
    next: due && {
      act: due.act,
      cause: due.cause,
      inMs: Math.max(0, Math.round(due.at - now)),
      at: toDate(due.at),
    },
    failedUntil:
      member.failedUntil !== undefined && member.failedUntil > now ? toDate(member.failedUntil) : undefined,
  };
  return { ...facts, text: printWhy(facts, member.ownedElsewhere?.why) };
}

/** A text is for people: of thousands of holds it names the oldest. */
const MOST_HOLDS = 10;

/** `"acme" is running (woken): held by exec ls for 3s, request for 200ms; no time will end it`. */
function printWhy(why: Omit<MemberWhy, 'text'>, ownedElsewhere: string | undefined): string {
  const head = `${printableKey(why.key)} is ${why.state} (${printCause(why)})`;
  if (ownedElsewhere !== undefined) return `${head}: another process has it, ${ownedElsewhere}`;
  const more = why.holds.length - MOST_HOLDS;
  const holds = [
    ...why.holds
      .slice(0, MOST_HOLDS)
      .map(
        ({ kind, what, ageMs }) =>
          `${kind}${what === undefined ? '' : ` ${what}`} for ${printDuration(ageMs)}`,
      ),
    ...(more > 0 ? [`${more} more`] : []),
  ];
  const held = holds.length > 0 ? `held by ${holds.join(', ')}` : `not held for ${printDuration(why.idleMs)}`;
  const waiting = why.waiting > 0 ? `, waited for by ${why.waiting}` : '';
  const failed = why.failedUntil === undefined ? '' : `; not started before ${why.failedUntil.toISOString()}`;
  const { next } = why;
  const then =
    next === undefined ? 'no time ends it' : `${next.act} by ${next.cause} in ${printDuration(next.inMs)}`;
  return `${head}: ${held}${waiting}${failed}; ${then}`;
}
