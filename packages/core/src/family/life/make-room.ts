import { chooseVictim, type Shortage } from '../capacity/index.ts';
import { putDown } from '../member/put-down.ts';
import { nextDue } from '../rules/next-due.ts';
import type { FamilyScope } from './family-scope.ts';

/** Sends the member to sleep whose place would help; `undefined` when nobody's would. Resolves however that goes. */
export function evictFor(life: FamilyScope, shortage: Shortage): Promise<void> | undefined {
  const victim = chooseVictim(candidates(life), shortage)?.member;
  if (victim === undefined) return undefined;
  victim.evicting = true;
  const over = () => {
    victim.evicting = false;
  };
  const request = {
    action: 'stop',
    cause: { cause: 'evicted' },
    still: () => !victim.held,
  } as const;
  return putDown(life, victim, request).then(over, over);
}

function* candidates({ books }: FamilyScope) {
  for (const member of books.all) {
    if (member.evicting || member.flight !== undefined || member.queue.taken > 0) continue;
    yield {
      state: member.state,
      held: member.held,
      group: member.group,
      idleSince: member.holds.idleSince,
      member,
    };
  }
}

/** When a place may become free: when a start ends, or when the next member goes to sleep. */
export function retryAfterMs({ books, clock, settings }: FamilyScope, { limit }: Shortage): number {
  if (limit === 'starting') return 2_000;
  const now = clock.now();
  let soonest = now + 30_000;
  for (const member of books.all) {
    const due = nextDue(member.schedule, settings);
    if (due !== undefined && due.act !== 'warn') soonest = Math.min(soonest, due.at);
  }
  return Math.max(1_000, Math.round(soonest - now));
}
