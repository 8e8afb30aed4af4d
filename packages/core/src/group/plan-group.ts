import { describeReadiness, slotOf, specChanges, specHash } from '../container/index.ts';
import type { Docker } from '../engine/index.ts';
import { DocktopusError } from '../errors/index.ts';
import { abortable } from '../scope/index.ts';
import { type DesiredMember, decideMember, type MemberDecision } from './decide-member.ts';
import { dependencyOrder } from './dependency-order.ts';
import type { Member } from './group-members.ts';
import type { GroupOwner } from './group-owner.ts';
import type { GroupStep } from './group-step.ts';
import { missingImages, observeContainers } from './observe.ts';
import { planStart } from './plan-start.ts';
import type { Plan } from './plan-step.ts';

/** Observes what the engine has, decides, and says what a start of `members` will do. */
export async function planGroup(
  docker: Docker,
  owner: GroupOwner,
  members: readonly Member[],
  signal: AbortSignal,
): Promise<Plan<GroupStep>> {
  await announceUses(members, owner, signal);
  const wanted = await abortable(Promise.all(members.map((member) => toDesired(member, owner))), signal);
  const desired = dependencyOrder(wanted, owner.kind);
  const mayExist = desired.some(({ containerId, newBecause }) => !containerId && !newBecause);
  const observed = mayExist ? await observeContainers(docker, owner, signal) : [];
  const decisions = await Promise.all(
    desired.map((member) => withObjection(decideMember(member, observed), owner, members, signal)),
  );
  refuse(decisions, owner.kind);
  return planStart(decisions, await missingImages(docker, decisions, signal));
}

async function announceUses(
  members: readonly Member[],
  owner: GroupOwner,
  signal: AbortSignal,
): Promise<void> {
  const announce = async ({ name, spec }: Member) => {
    if (spec !== undefined) await owner.announceUse?.(name, spec, signal);
  };
  await Promise.all(members.map(announce));
}

/** Refuses to replace a container that somebody else uses. */
async function withObjection(
  decision: MemberDecision,
  owner: GroupOwner,
  members: readonly Member[],
  signal: AbortSignal,
): Promise<MemberDecision> {
  const { action, member, why } = decision;
  const { spec } = members.find(({ name }) => name === member.name) ?? {};
  if (action !== 'replace' || member.onConflict === 'takeover' || spec === undefined) return decision;
  const objection = await owner.objection?.(member.name, spec, signal);
  if (objection === undefined) return decision;
  const hint = "Stop the other one first, or set onConflict to 'takeover'";
  return { member, action: 'refuse', why: `${why}, and ${objection}`, hint, removes: [] };
}

async function toDesired(
  { name, container, spec, dependsOn }: Member,
  owner: GroupOwner,
): Promise<DesiredMember> {
  const slot = slotOf(container);
  const placed = slot.spec!;
  const newBecause = owner.newBecause(name, spec!);
  const known = slot.id !== undefined || newBecause !== undefined;
  return {
    name,
    engineName: placed.name,
    newBecause,
    containerId: slot.id,
    onConflict: placed.onConflict ?? 'adopt',
    dependsOn,
    image: placed.image,
    platform: placed.platform,
    pull: placed.pull,
    readiness: describeReadiness(placed),
    // What nothing is compared with needs no hash, for which files may have to be read.
    adopts: known ? neverAsked : slot.owner(await specHash(placed, slot.body)).adopts,
    changes: (labels) => specChanges(labels, placed),
  };
}

const neverAsked: DesiredMember['adopts'] = () => ({ adoption: 'foreign', why: 'it is not needed' });

/** @throws DocktopusError `name.in-use` for all members whose container exists and may not be taken over. */
function refuse(decisions: readonly MemberDecision[], kind: string): void {
  const refused = decisions.filter(({ action }) => action === 'refuse');
  const [first, ...others] = refused;
  if (first === undefined) return;
  const reasons = refused.map(({ member, why }) => `${member.name}: ${why}`);
  throw new DocktopusError('name.in-use', {
    operation: `${kind}.plan`,
    subject: refused.map(({ member }) => member.name).join(', '),
    reason: others.length === 0 ? first.why : reasons.join('; '),
    hint: [...new Set(refused.flatMap(({ hint }) => hint ?? []))].join('. '),
  });
}
