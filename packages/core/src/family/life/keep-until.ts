import { DocktopusError, invalid, printable } from '../../errors/index.ts';
import type { FamilyKey } from '../key/index.ts';
import { subjectOf } from '../member/family-errors.ts';
import type { Member } from '../member/member.ts';
import type { FamilyScope } from './family-scope.ts';

/** Keeps a member's container until then at least. An earlier time than it has already changes nothing. */
export function keepMemberUntil(
  life: FamilyScope,
  key: FamilyKey,
  member: Member | undefined,
  until: Date,
): Date {
  const { clock, name } = life;
  if (!(until instanceof Date) || Number.isNaN(until.getTime())) {
    const issue = { path: 'until', got: printable(until), expected: 'a Date' };
    throw invalid('family.invalid', 'family.keepUntil', [issue], name);
  }
  if (member?.container === undefined) {
    throw new DocktopusError('family.key-unknown', {
      operation: 'family.keepUntil',
      subject: subjectOf(name, { key }),
      reason: 'the key has no container',
      hint: 'Call use(key) first',
    });
  }
  const at = clock.now() + (until.getTime() - clock.wall());
  member.keepUntil = Math.max(at, member.keepUntil ?? 0);
  life.touched(member);
  return new Date(clock.wall() + (member.keepUntil - clock.now()));
}
