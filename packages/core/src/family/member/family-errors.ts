import { type Difference, DocktopusError, isDocktopusError, printable } from '../../errors/index.ts';
import { type CauseFacts, printCause } from '../cause/index.ts';
import { printableKey } from '../key/index.ts';
import type { Member } from './member.ts';

/** Names a member in errors: its family, and its key as far as that fits. */
export function subjectOf(family: string, { key }: Pick<Member, 'key'>): string {
  return `${family} ${printableKey(key)}`;
}

export function familyClosed(family: string): DocktopusError {
  return new DocktopusError('family.closed', {
    operation: 'family.use',
    subject: family,
    reason: 'the family has been closed',
  });
}

export function keyUnknown(family: string, member: Member): DocktopusError {
  return new DocktopusError('family.key-unknown', {
    operation: 'family.use',
    subject: subjectOf(family, member),
    reason: 'the key has no container, and create is false',
    hint: 'Leave out create: false to create one',
  });
}

export function memberReplaced(family: string, member: Member, wanted: number): DocktopusError {
  const has = member.container === undefined ? 'no container' : `generation ${member.generation}`;
  return new DocktopusError('family.replaced', {
    operation: 'family.use',
    subject: subjectOf(family, member),
    reason: `generation ${wanted} was asked for, and the key has ${has}${member.lost === undefined ? '' : ` (${printCause({ cause: member.lost })})`}`,
    hint: 'What was only in that container is gone; use the key without a generation to go on with another',
  });
}

/** Why nobody gets a container that is less safe than its family's profile says. */
export function memberUnsafe(
  family: string,
  member: Member,
  differences: readonly Difference[],
): DocktopusError {
  const fields = differences.map(
    ({ field, wanted, found }) => `${field} is ${printable(found)}, not ${wanted}`,
  );
  return new DocktopusError('family.unsafe', {
    operation: 'family.use',
    subject: subjectOf(family, member),
    reason: `the container is not as the profile of the family says: ${fields.join('; ')}`,
    hint: 'roll() creates it again and keeps its volumes; remove() ends it',
    details: { differences },
  });
}

/** Why those who held a member have lost it. */
export function memberEnded(family: string, member: Member, facts: CauseFacts): DocktopusError {
  return new DocktopusError('family.ended', {
    operation: 'family.hold',
    subject: subjectOf(family, member),
    reason: `the container has ended: ${printCause(facts)}`,
    hint: 'Use the key again',
    details: { exitCode: facts.exitCode, oomKilled: facts.cause === 'oom' },
  });
}

export function memberClosing(family: string, member: Member, retryAfterMs: number): DocktopusError {
  return new DocktopusError('family.closing', {
    operation: 'family.use',
    subject: subjectOf(family, member),
    reason: 'its lifetime is about to end, and it takes no new holds',
    hint: `Try again in ${Math.ceil(retryAfterMs / 1_000)} s`,
    details: { retryAfterMs },
  });
}

/** Why a member that has ended too often is not started again yet. */
export function memberFailed(family: string, member: Member, retryAfterMs: number): DocktopusError {
  const { lastFailure, cause } = member;
  const last = isDocktopusError(lastFailure) ? lastFailure : undefined;
  return new DocktopusError('family.failed', {
    operation: 'family.use',
    subject: subjectOf(family, member),
    reason: `it has ended too often; the last time: ${last?.reason ?? printCause(cause)}`,
    hint: `Try again in ${Math.ceil(retryAfterMs / 1_000)} s, or fix the cause and call reset()`,
    lastLines: last?.lastLines,
    cause: lastFailure,
    details: { retryAfterMs },
  });
}
