import { DocktopusError } from '../../errors/index.ts';
import { startDeadline } from '../../scope/index.ts';
import type { FamilyState } from '../cause/index.ts';
import type { SleepAction } from '../settings/family-settings.ts';
import { boundedCall, CALL_MS } from './bounded-call.ts';
import { memberEnded, subjectOf } from './family-errors.ts';
import type { FamilyHost } from './family-host.ts';
import { lookAtMember, seeMember } from './look.ts';
import type { Member } from './member.ts';
import { type Found, forgetContainer } from './member-container.ts';
import type { PutDown } from './put-down-request.ts';
import { settleSeen } from './unasked.ts';

const ON_THE_WAY: Readonly<Record<SleepAction, FamilyState>> = {
  pause: 'pausing',
  stop: 'stopping',
  remove: 'removing',
};

/**
 * Puts a member to sleep, in its turn. What fails stays in the books for the sweep to try again.
 *
 * @returns `kept` when there was no reason any more.
 */
export async function putDown(
  host: FamilyHost,
  member: Member,
  request: PutDown,
  signal?: AbortSignal,
): Promise<'done' | 'kept'> {
  try {
    return await member.queue.run(signal, () => inTurn(host, member, request));
  } finally {
    settlePlace(host, member, request);
    settleSeen(host, member);
    host.touched(member);
  }
}

async function inTurn(host: FamilyHost, member: Member, request: PutDown): Promise<'done' | 'kept'> {
  const { action, cause, still } = request;
  if (still?.() === false) return 'kept';
  const longest = CALL_MS * 2 + (request.graceMs ?? 0);
  using deadline = startDeadline({}, longest, `family.${action}`, subjectOf(host.name, member));
  if (member.container === undefined) await host.ownership.reclaim(member, deadline.signal);
  const found = await lookAtMember(host, member, deadline.signal);
  if (isThere(found, action)) {
    await settleThere(host, member, request);
    return 'done';
  }
  await host.ownership.prove(member);
  if (action === 'remove') await host.hooks.beforeRemove(member, cause);
  else await host.hooks.beforeSleep(member, cause);
  // A hook may have taken a hold: then the member goes on.
  if (still?.() === false) return 'kept';
  member.endPresent(memberEnded(host.name, member, cause));
  host.become(member, ON_THE_WAY[action], cause);
  try {
    await act(host, member, request, found);
    await settleThere(host, member, request);
  } catch (error) {
    member.problem = error;
    member.retry = request;
    host.report(action, member, error);
    throw error;
  }
  return 'done';
}

/** Whether the container is where it is to be, or deeper. */
function isThere(found: Found, action: SleepAction): boolean {
  if (found === 'gone') return true;
  if (action === 'pause') return found !== 'running';
  return action === 'stop' && found === 'stopped';
}

async function act(host: FamilyHost, member: Member, request: PutDown, found: Found): Promise<void> {
  const { engine } = host.docker;
  const id = member.container?.id ?? '';
  const { action, graceMs } = request;
  if (action === 'pause') return await boundedCall((call) => engine.pauseContainer(id, call));
  const graceSeconds = graceMs === undefined ? undefined : Math.ceil(graceMs / 1_000);
  if (found !== 'stopped') await boundedCall((call) => engine.stopContainer(id, { ...call, graceSeconds }));
  if (action === 'remove') {
    await boundedCall((call) => engine.removeContainer(id, { force: true, volumes: true, ...call }));
  }
}

/** Looks whether it is done, and notes it. */
async function settleThere(host: FamilyHost, member: Member, request: PutDown): Promise<void> {
  const { action, cause } = request;
  using deadline = startDeadline({}, CALL_MS, `family.${action}`, subjectOf(host.name, member));
  const found = await seeMember(host, member, deadline.signal);
  if (!isThere(found, action)) throw notDone(host, member, action, found);
  member.problem = undefined;
  member.retry = undefined;
  member.doubtful = false;
  if (found === 'gone' && member.state !== 'absent') member.lost = cause.cause;
  if (found === 'gone') forgetContainer(host, member);
  if (found === 'gone' && request.volumes) await host.removeVolumes(member);
  const state: FamilyState = found === 'gone' ? 'absent' : found === 'paused' ? 'paused' : 'stopped';
  if (member.state !== state) host.become(member, state, cause);
}

function notDone(host: FamilyHost, member: Member, action: SleepAction, found: Found): DocktopusError {
  return new DocktopusError('engine.failed', {
    operation: `family.${action}`,
    subject: subjectOf(host.name, member),
    reason: `the engine answered, but the container is still ${found}`,
  });
}

/** Gives back what the member no longer takes up. A place that somebody waits for is kept, unless it was evicted. */
function settlePlace(host: FamilyHost, member: Member, { cause }: PutDown): void {
  const { state, reservation, flight } = member;
  const isOver = state === 'stopped' || state === 'absent' || state === 'failed' || state === 'paused';
  if (!isOver) return;
  if (flight !== undefined && cause.cause !== 'evicted') {
    reservation.set(member.demands(true, true, reservation.demand.memoryBytes));
  } else if (state === 'paused') reservation.set(member.demands(false, false));
  else reservation.release();
  host.admission.serve();
}
