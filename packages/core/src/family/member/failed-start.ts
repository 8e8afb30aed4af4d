import { type ErrorCode, isDocktopusError } from '../../errors/index.ts';
import { inspectedStatus, isActive } from '../../status/index.ts';
import { afterEnd } from '../rules/crash-rule.ts';
import { boundedCall } from './bounded-call.ts';
import type { FamilyHost } from './family-host.ts';
import type { Member } from './member.ts';
import { forgetContainer } from './member-container.ts';

/** Failures that say nothing about the container: they do not count against it. */
const NOT_ITS_FAULT: readonly ErrorCode[] = [
  'aborted',
  'engine.unreachable',
  'engine.disconnected',
  'engine.closed',
  'family.full',
  'family.closed',
  'family.ended',
  'family.owned-elsewhere',
  'family.key-unknown',
  'context.closed',
];

/**
 * Cleans up after a start that has failed: what it made is removed, and what was there before is stopped again.
 *
 * @returns the failure.
 */
export async function failedStart(
  host: FamilyHost,
  member: Member,
  created: boolean,
  error: unknown,
): Promise<unknown> {
  try {
    await cleanUp(host, member, created);
    member.problem = undefined;
  } catch (problem) {
    // It stays in the books, and the sweep tries again.
    member.problem = problem;
    host.report('clean-up', member, problem);
  }
  const counts = !isDocktopusError(error, ...NOT_ITS_FAULT);
  member.lastFailure = counts ? error : member.lastFailure;
  const now = host.clock.now();
  const after = counts ? afterEnd(member.crashes, now, 0, host.settings.crash) : undefined;
  if (after !== undefined) member.crashes = after.record;
  const failed = after?.verdict.next === 'failed' ? after.verdict.until : undefined;
  member.failedUntil = failed ?? member.failedUntil;
  const rest = member.container === undefined ? 'absent' : 'stopped';
  host.become(member, failed === undefined ? rest : 'failed', { cause: 'start-failed' });
  return error;
}

async function cleanUp(host: FamilyHost, member: Member, created: boolean): Promise<void> {
  const { engine } = host.docker;
  const id = member.container?.id ?? member.slot?.id;
  if (id === undefined) return;
  const keep = member.slot?.spec?.keepOnFailure === true;
  if (created && !keep) {
    await boundedCall((call) => engine.removeContainer(id, { force: true, volumes: true, ...call }));
    forgetContainer(host, member);
    return;
  }
  const inspect = await boundedCall((call) => engine.inspectContainer(id, call)).catch((error: unknown) => {
    if (isDocktopusError(error, 'container.not-found')) return undefined;
    throw error;
  });
  if (inspect === undefined) {
    member.lost ??= 'killed-outside';
    forgetContainer(host, member);
    return;
  }
  if (isActive(inspectedStatus(inspect))) {
    await boundedCall((call) => engine.stopContainer(id, call));
  }
}
