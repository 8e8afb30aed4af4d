import {
  adoptInSlot,
  Container,
  type ContainerSpec,
  createInSlot,
  launchSlot,
  settleSlot,
  slotOf,
  specHash,
} from '../../container/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { type Deadline, startDeadline } from '../../scope/index.ts';
import type { Demand } from '../capacity/index.ts';
import type { FamilyCause } from '../cause/index.ts';
import { failedStart } from './failed-start.ts';
import {
  familyClosed,
  keyUnknown,
  memberFailed,
  memberReplaced,
  memberUnsafe,
  subjectOf,
} from './family-errors.ts';
import type { FamilyHost } from './family-host.ts';
import type { Flight, Waiter } from './flight.ts';
import { beginWatch, lookAtMember, seeMember } from './look.ts';
import type { Member } from './member.ts';
import { bridgeOf, type Found, slotFor } from './member-container.ts';
import { endedAtOnce, settleSeen } from './unasked.ts';

/**
 * Begins to bring a member up for those who wait for it, unless that is under way. When this returns, it has its place
 * in the family, or stands in line for one.
 *
 * @throws DocktopusError `family.full`
 */
export function bringUp(host: FamilyHost, member: Member, why: Flight['why']): void {
  if (member.flight !== undefined) return;
  member.cancelRestart?.();
  const flight: Flight = { why, abort: new AbortController(), waitsForRoom: true, creating: false };
  const room = takePlace(host, member, flight);
  member.flight = flight;
  void fly(host, member, flight, room);
}

/** What a member takes up on its way up; what it has from before counts at least. */
function wayUp(member: Member, memoryBytes = member.container?.memoryBytes ?? 0): Demand {
  return member.demands(true, true, Math.max(memoryBytes, member.reservation.demand.memoryBytes));
}

function takePlace(host: FamilyHost, member: Member, flight: Flight): Promise<void> | undefined {
  // What it has now is given up at the end of the change that is under way, or not at all when this waits for it.
  if (member.reservation.demand.awake) return undefined;
  return host.admission.admit(member.reservation, wayUp(member), flight.abort.signal);
}

async function fly(
  host: FamilyHost,
  member: Member,
  flight: Flight,
  room: Promise<void> | undefined,
): Promise<void> {
  const signal = AbortSignal.any([host.closing, flight.abort.signal]);
  let failure: { readonly error: unknown } | undefined;
  try {
    await room;
    await member.queue.run(signal, () => raise(host, member, flight, signal));
  } catch (error) {
    failure = { error: host.closing.aborted ? familyClosed(host.name) : error };
  }
  member.flight = undefined;
  settleReservation(host, member);
  if (failure === undefined) serveWaiters(host, member);
  else for (const waiter of takeWaiters(member)) waiter.reject(failure.error);
  settleSeen(host, member);
  host.touched(member);
}

/** Gives back what the member does not take up, whichever way the attempt has ended. */
function settleReservation(host: FamilyHost, member: Member): void {
  const { state, reservation } = member;
  const stays = state === 'running' || state === 'stopping' || state === 'pausing';
  if (stays) reservation.set(member.demands(true, false));
  else if (state === 'paused') reservation.set(member.demands(false, false));
  else reservation.release();
  host.admission.serve();
}

function serveWaiters(host: FamilyHost, member: Member): void {
  for (const waiter of takeWaiters(member)) {
    const { generation } = waiter;
    if (generation === undefined || generation === member.generation) waiter.resolve();
    else waiter.reject(memberReplaced(host.name, member, generation));
  }
}

function takeWaiters(member: Member): readonly Waiter[] {
  const waiters = [...member.waiters];
  member.waiters.clear();
  return waiters;
}

/** Brings the member up, in its turn. */
async function raise(host: FamilyHost, member: Member, flight: Flight, signal: AbortSignal): Promise<void> {
  refuseFailed(host, member);
  if (member.isUp) return;
  if (member.ownedElsewhere !== undefined) await host.ownership.reclaim(member, signal);
  if (!member.reservation.demand.awake) await host.admission.admit(member.reservation, wayUp(member), signal);
  flight.waitsForRoom = false;
  const { startTimeoutMs: timeoutMs } = host.settings;
  using deadline = startDeadline(
    { timeoutMs, signal },
    timeoutMs,
    'family.use',
    subjectOf(host.name, member),
  );
  const found = await lookAtMember(host, member, deadline.signal);
  // What was found may have been the end that was one too many.
  refuseFailed(host, member);
  refuseUnsafe(host, member);
  if (found === 'paused') await unpause(host, member, deadline.signal);
  else await startMember(host, member, flight, found, deadline);
}

function refuseFailed(host: FamilyHost, member: Member): void {
  const { failedUntil } = member;
  const leftMs = (failedUntil ?? 0) - host.clock.now();
  if (failedUntil !== undefined && leftMs > 0) throw memberFailed(host.name, member, leftMs);
}

function refuseUnsafe({ name }: FamilyHost, member: Member): void {
  if (member.container?.unsafe.length) throw memberUnsafe(name, member, member.container.unsafe);
}

async function unpause(host: FamilyHost, member: Member, signal: AbortSignal): Promise<void> {
  const id = member.container?.id ?? '';
  member.slot ??= await Container.fromId(host.docker, id, { signal });
  member.reservation.set({ ...wayUp(member), starting: false });
  await host.docker.engine.unpauseContainer(id, { signal });
  await seeMember(host, member, signal);
  await host.hooks.afterWake(member, 'woken', signal);
  member.doubtful = false;
  host.become(member, 'running', { cause: 'woken' });
}

async function startMember(
  host: FamilyHost,
  member: Member,
  flight: Flight,
  found: Found,
  deadline: Deadline,
): Promise<void> {
  const { signal } = deadline;
  const create = found === 'gone';
  if (create) {
    refuseToCreate(host, member, flight);
    await host.ownership.refresh();
  }
  const data = await host.definition.dataOf(member, signal);
  const spec = host.definition.specOf(member, data);
  host.ownership.claim(member, data, () => flight.creating);
  const slot = await slotFor(host, member, spec, signal);
  flight.waitsForRoom = true;
  const memoryBytes = create ? memoryOf(slot) : (member.container?.memoryBytes ?? 0);
  if (create) member.bridge = bridgeOf(slotOf(slot).body?.HostConfig?.NetworkMode);
  await host.admission.admit(member.reservation, { ...wayUp(member), memoryBytes }, signal);
  flight.waitsForRoom = false;
  const cause = causeOf(member, flight, create);
  // A member that ran before this process looked at it is only looked at.
  if (found !== 'running' || member.state !== 'running') {
    host.become(member, 'starting', { cause, ...(cause === 'replaced' ? { replaces: member.lost } : {}) });
  }
  try {
    await host.starts.run(signal, async () => {
      await host.networks.prepare(member, slot, signal);
      if (create) await createMember(host, member, flight, slot, signal);
      await launchSlot(slotOf(slot), { signal });
    });
    await settleSlot(slotOf(slot), { signal });
    // It may have ended since: then it has not started, whatever readiness its spec asks for.
    if ((await seeMember(host, member, signal)) !== 'running') throw await endedAtOnce(host, member);
    await host.hooks.afterWake(member, cause, signal);
  } catch (error) {
    throw await failedStart(host, member, create, error);
  }
  member.doubtful = false;
  member.problem = undefined;
  member.retry = undefined;
  member.lost = undefined;
  if (member.data?.isNew) member.data = { ...member.data, isNew: false };
  const facts = { cause, ...(cause === 'replaced' ? { replaces: member.cause.replaces } : {}) };
  if (member.state !== 'running') host.become(member, 'running', facts);
}

function causeOf(member: Member, flight: Flight, create: boolean): FamilyCause {
  if (create) return member.generation > 0 ? 'replaced' : 'created';
  return flight.why === 'restart' ? 'restarted' : 'woken';
}

/** Those who want no new container leave; when nobody is left who does, none is made. */
function refuseToCreate(host: FamilyHost, member: Member, flight: Flight): void {
  for (const waiter of [...member.waiters]) {
    const { generation, mayCreate } = waiter;
    if (mayCreate && generation === undefined) continue;
    member.waiters.delete(waiter);
    waiter.reject(
      generation === undefined
        ? keyUnknown(host.name, member)
        : memberReplaced(host.name, member, generation),
    );
  }
  if (member.waiters.size === 0 && flight.why === 'used') throw keyUnknown(host.name, member);
  if (flight.why === 'restart') throw keyUnknown(host.name, member);
}

async function createMember(
  host: FamilyHost,
  member: Member,
  flight: Flight,
  slot: Container,
  signal: AbortSignal,
): Promise<void> {
  flight.creating = true;
  const generation = member.generation + 1;
  let isWarm = false;
  try {
    const id = slot.spec && (await host.warm?.claim(slot.spec, member.names.container));
    isWarm = id !== undefined;
    if (id === undefined) await createInSlot(slotOf(slot), { signal });
    else {
      host.ownership.entrust(member, id);
      await adoptInSlot(slotOf(slot), id, { signal });
    }
  } catch (error) {
    throw isDocktopusError(error, 'name.in-use') ? await host.ownership.elsewhere(member, error) : error;
  } finally {
    flight.creating = false;
  }
  await beginWatch(host, member, slot.id ?? '', false, signal);
  if (isWarm && slot.spec !== undefined) await noteWarm(member, slot.spec, generation);
  refuseUnsafe(host, member);
}

/** A container that was made before its key was known says nothing of it in its labels. */
async function noteWarm(member: Member, spec: ContainerSpec, generation: number): Promise<void> {
  const hash = await specHash(spec);
  member.generation = generation;
  if (member.container !== undefined) member.container = { ...member.container, generation, specHash: hash };
}

function memoryOf(slot: Container): number {
  const bytes = slotOf(slot).body?.HostConfig?.Memory;
  return typeof bytes === 'number' && bytes > 0 ? bytes : 0;
}
