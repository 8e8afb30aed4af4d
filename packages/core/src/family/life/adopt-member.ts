import { Container } from '../../container/index.ts';
import type { ContainerInspect } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { inspectedStatus } from '../../status/index.ts';
import { waitForCommand } from '../background/index.ts';
import { memberUnsafe, subjectOf } from '../member/family-errors.ts';
import type { Member } from '../member/member.ts';
import { foundOf, noteContainer } from '../member/member-container.ts';
import { onSnapshot } from '../member/unasked.ts';
import type { AdoptionStep } from '../owner/adopt-all.ts';
import { adoptedSince } from '../rules/adopted-since.ts';
import type { Moment } from '../time/index.ts';
import type { FamilyScope } from './family-scope.ts';

const NO_LIMIT = Number.POSITIVE_INFINITY;

/** Takes a container that was found into the books, or notes whose it is. */
export function adoptMember(life: FamilyScope, { inspect, decision }: AdoptionStep): void {
  if (decision.key === undefined) {
    const why = 'why' in decision ? decision.why : decision.action;
    life.report('adopt', undefined, new Error(`${inspect.Name.slice(1)}: ${why}`));
    return;
  }
  const member = life.books.member(decision.key);
  if (decision.action === 'leave') member.ownedElsewhere = decision;
  if (decision.action !== 'adopt') return;
  adoptInto(life, member, inspect, decision.ownership.nonce !== life.identity.nonce);
}

/** Takes a container into the books of its member. */
export function adoptInto(
  life: FamilyScope,
  member: Member,
  inspect: ContainerInspect,
  adopted: boolean,
): void {
  noteContainer(life, member, inspect, adopted, (snapshot) => onSnapshot(life, member, snapshot));
  recall(life, member, inspect.State);
  const spawned = life.store?.get(member.names.hash)?.spawned ?? [];
  const found = foundOf(inspectedStatus(inspect));
  const state = found === 'gone' ? 'stopped' : found;
  if (state !== 'stopped') {
    const { awake, starting } = member.reservation.demand;
    member.reservation.set(member.demands(state === 'running' || awake, starting));
  }
  // Whether it is ready is looked at when somebody wants it.
  member.doubtful = true;
  if (state === 'running') resumeSpawned(life, member, spawned);
  life.become(member, state, { cause: 'adopted' });
  const unsafe = member.container?.unsafe ?? [];
  if (unsafe.length > 0) life.report('adopt', member, memberUnsafe(life.name, member, unsafe));
}

/** What an earlier process has started in it, and that goes on, keeps it awake as it did. */
function resumeSpawned(life: FamilyScope, member: Member, ids: readonly string[]): void {
  const { container, holds, present } = member;
  for (const id of ids) {
    const hold = holds.add('spawn', id);
    const resume = async () => {
      const slot = await Container.fromId(life.docker, container?.id ?? '', { signal: present.signal });
      await waitForCommand(id, {
        container: slot,
        lost: present.signal,
        subject: subjectOf(life.name, member),
        holds,
      });
    };
    resume()
      .catch((error: unknown) => {
        const over = isDocktopusError(error, 'family.command-not-found', 'family.ended', 'family.closed');
        if (!over && !life.closing.aborted) life.report('spawn', member, error);
      })
      .finally(() => hold.release());
  }
}

/** Brings back what was written down of a member, and what the engine knows. */
function recall(life: FamilyScope, member: Member, state: ContainerInspect['State']): void {
  const { clock, settings, store } = life;
  const facts = store?.get(member.names.hash);
  const sameBoot = store?.sameBoot ?? false;
  const since = (written: Moment | undefined, observed: number | undefined, limitMs: number) =>
    adoptedSince({ written, sameBoot, observed, limitMs }, clock);
  const startedAt = Date.parse(state.StartedAt);
  const finishedAt = Date.parse(state.FinishedAt);
  const idleMs = settings.idle[0]?.afterMs ?? NO_LIMIT;
  member.holds.beginIdleAt(since(facts?.used, Math.max(startedAt, finishedAt), idleMs));
  member.runSince = since(facts?.ranSince, startedAt, settings.life?.maxMs ?? NO_LIMIT);
  member.stoppedSince = since(facts?.stopped, finishedAt, settings.keepMs);
  if (facts?.keepUntil !== undefined) {
    member.keepUntil = clock.now() + Math.max(0, facts.keepUntil.wall - clock.wall());
  }
}
