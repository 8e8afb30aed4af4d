import type { Member } from '../member/member.ts';
import type { FamilyScope } from './family-scope.ts';

/** Forgets that a member has ended too often. */
export function resetMember(life: FamilyScope, member: Member): void {
  member.failedUntil = undefined;
  member.crashes = { ends: [], streak: 0 };
  if (member.state !== 'failed') return;
  life.become(member, member.container === undefined ? 'absent' : 'stopped', { cause: 'asked' });
}
