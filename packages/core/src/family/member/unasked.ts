import { gatherFailure, wasOomKilled } from '../../container/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { type ContainerSnapshot, statusHub } from '../../status/index.ts';
import { type CauseFacts, causeOfEnd } from '../cause/index.ts';
import { afterEnd } from '../rules/crash-rule.ts';
import { memberEnded, subjectOf } from './family-errors.ts';
import type { FamilyHost } from './family-host.ts';
import type { Member } from './member.ts';
import { forgetContainer, foundOf } from './member-container.ts';
import { wasSignalled } from './was-signalled.ts';

/** Notes what the engine says of a member's container. */
export function onSnapshot(host: FamilyHost, member: Member, snapshot: ContainerSnapshot): void {
  if (snapshot.stale) {
    member.engineWasAway = true;
    return;
  }
  member.seen = snapshot;
  settleSeen(host, member);
}

/**
 * Sees to it that the books agree with what was last seen. A change that is under way looks for itself, and this is
 * called again when it is over.
 */
export function settleSeen(host: FamilyHost, member: Member): void {
  const { seen } = member;
  if (seen === undefined || member.flight !== undefined || member.queue.taken > 0) return;
  // What failed to end it is tried again, and looks then.
  if (member.retry !== undefined) return;
  if (agrees(member, seen)) {
    member.engineWasAway = false;
    return;
  }
  // Nobody gets it before it was settled what became of it.
  if (seen.status !== 'running') member.doubtful = true;
  const settled = member.queue.run(undefined, async () => {
    if (member.seen === undefined || agrees(member, member.seen)) return;
    await settleEnd(host, member, member.seen);
  });
  settled
    .catch((error: unknown) => host.report('watch', member, error))
    .finally(() => settleSeen(host, member));
}

function agrees({ state, container }: Member, { status }: ContainerSnapshot): boolean {
  const found = foundOf(status);
  if (status === 'restarting') return state === 'starting';
  if (found === 'gone') return container === undefined;
  return state === found || (state === 'failed' && found === 'stopped');
}

/** Settles what has become of a member's container that nobody here has asked for; in the member's turn. */
export async function settleEnd(
  host: FamilyHost,
  member: Member,
  snapshot: ContainerSnapshot,
): Promise<void> {
  const found = foundOf(snapshot.status);
  if (found === 'running') await settleRun(host, member, snapshot);
  else if (found === 'paused') {
    const facts: CauseFacts = { cause: 'killed-outside' };
    member.reservation.set(member.demands(false, false));
    member.endPresent(memberEnded(host.name, member, facts));
    host.become(member, 'paused', facts);
  } else await settleStop(host, member, snapshot);
  host.admission.serve();
}

/** Somebody else has started it, or the engine starts it again by its restart policy. */
async function settleRun(host: FamilyHost, member: Member, snapshot: ContainerSnapshot): Promise<void> {
  const { state } = member;
  member.reservation.set(member.demands(true, false));
  member.doubtful = true;
  if (snapshot.status === 'restarting') {
    const facts = await factsOfEnd(host, member, snapshot);
    member.endPresent(memberEnded(host.name, member, facts));
    host.become(member, 'starting', facts);
  } else host.become(member, 'running', { cause: state === 'starting' ? 'restarted' : 'adopted' });
}

async function settleStop(host: FamilyHost, member: Member, snapshot: ContainerSnapshot): Promise<void> {
  const gone = foundOf(snapshot.status) === 'gone';
  const { state } = member;
  const wasUp = state === 'running' || state === 'paused' || state === 'starting';
  const facts: CauseFacts = wasUp ? await factsOfEnd(host, member, snapshot) : { cause: 'killed-outside' };
  const restart = wasUp && !gone && isToRestart(host, member, facts);
  const counts = wasUp && !gone && isFailure(facts);
  if (counts) member.lastFailure = await failureOf(host, member, facts);
  const ranForMs = host.clock.now() - (member.runSince ?? member.since);
  if (gone) {
    member.lost = facts.cause;
    forgetContainer(host, member);
  }
  member.doubtful = false;
  member.engineWasAway = false;
  member.reservation.release();
  member.endPresent(memberEnded(host.name, member, facts));
  const after = counts
    ? afterEnd(member.crashes, host.clock.now(), ranForMs, host.settings.crash)
    : undefined;
  if (after !== undefined) member.crashes = after.record;
  if (after?.verdict.next === 'failed') {
    member.failedUntil = after.verdict.until;
    host.become(member, 'failed', facts);
    return;
  }
  host.become(member, gone ? 'absent' : 'stopped', facts);
  const delayMs =
    after?.verdict.next === 'restart' ? after.verdict.afterMs : host.settings.crash.firstDelayMs;
  if (restart) host.restartLater(member, delayMs);
}

/** Whether it is the container's own fault that it ended. */
function isFailure({ cause, exitCode }: CauseFacts): boolean {
  return cause === 'oom' || (cause === 'exited' && exitCode !== 0);
}

function isToRestart({ settings }: FamilyHost, member: Member, facts: CauseFacts): boolean {
  const { restart } = settings.crash;
  const policy = member.slot?.spec?.restartPolicy?.name ?? 'no';
  if (restart === 'never' || policy !== 'no') return false;
  if (restart === 'always' || isFailure(facts)) return true;
  // All of them ended at once: only those are started again that somebody uses.
  return facts.cause === 'engine-restarted' && (member.held || settings.idle.length === 0);
}

async function factsOfEnd(
  host: FamilyHost,
  member: Member,
  snapshot: ContainerSnapshot,
): Promise<CauseFacts> {
  const { docker } = host;
  const id = snapshot.id ?? '';
  const ended = foundOf(snapshot.status) === 'stopped' || snapshot.status === 'restarting';
  const [oomKilled, signalled] = ended
    ? await Promise.all([
        wasOomKilled(statusHub(docker), id, snapshot),
        wasSignalled(statusHub(docker), id, snapshot),
      ])
    : [false, false];
  return causeOfEnd({
    now: ended ? 'ended' : 'removed',
    exitCode: snapshot.exitCode,
    oomKilled,
    memoryBytes: member.container?.memoryBytes,
    signalled,
    engineWasAway: member.engineWasAway,
  });
}

/** Why a member is not up that has just been started. */
export function endedAtOnce(host: FamilyHost, member: Member): Promise<DocktopusError> {
  const { exitCode, oomKilled = false } = member.seen ?? {};
  return failureOf(host, member, { cause: oomKilled ? 'oom' : 'exited', exitCode });
}

/** How it ended, with its last lines, for those who ask for it after it was given up. */
async function failureOf(host: FamilyHost, member: Member, facts: CauseFacts): Promise<DocktopusError> {
  const failure = await gatherFailure(host.docker, member.container?.id ?? '');
  return new DocktopusError('container.exited', {
    operation: 'family.run',
    subject: subjectOf(host.name, member),
    reason: facts.cause === 'oom' ? 'it ran out of memory' : `it ended with exit code ${facts.exitCode}`,
    lastLines: failure.lastLines.map(({ line }) => line),
    details: { failure, exitCode: facts.exitCode, oomKilled: facts.cause === 'oom' },
  });
}
