import type { ContainerInspect } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import type { Deadline } from '../../scope/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import { specChanges } from '../options/spec-record.ts';
import { existingContainer } from '../slot/existing-container.ts';
import type { Slot } from '../slot/slot.ts';
import type { AdoptionVerdict, SlotClaim } from '../slot/slot-owner.ts';
import type { SlotContent } from '../slot/slot-stage.ts';
import { decideExisting } from './decide-existing.ts';
import { findContainer } from './find-container.ts';
import { isFromCreation, nameToCreate } from './lost-creation.ts';
import { stopAndRemove } from './stop-and-remove.ts';

/**
 * Deals with the container that has the name which the slot wanted to create.
 *
 * @returns the container when it can be the slot's; `undefined` when the name is worth another try.
 */
export async function resolveConflict(
  slot: Slot,
  spec: ContainerSpec,
  claim: SlotClaim,
  conflict: DocktopusError,
  deadline: Deadline,
): Promise<SlotContent | undefined> {
  const { signal } = deadline;
  const inspect = await findContainer(slot.docker, nameToCreate(slot), { signal });
  if (inspect === undefined) return undefined;
  const { Id: id } = inspect;
  const existing = existingContainer(inspect);
  await claim.look?.(existing, signal);
  const verdict = claim.adopts(existing);
  const ours = isFromCreation(slot, inspect);
  const { action, why } = decideExisting(
    { ours, status: existing.status, verdict },
    spec.onConflict ?? 'error',
  );
  switch (action) {
    case 'take':
      return { id, origin: 'created' };
    case 'adopt':
      return { id, origin: 'adopted' };
    case 'replace':
      await refuseWhileInUse(slot, spec, inspect, why, conflict, signal);
      slot.hooks.onReplace?.({ id, why, changes: specChanges(existing.labels, spec) });
      await stopAndRemove(slot.docker, id, {
        lifetime: spec.lifetime,
        stopTimeoutMs: stopTimeoutMs(deadline),
        signal,
      });
      return undefined;
    case 'retry':
      // It is being removed already; this call waits for the end of that.
      await slot.docker.engine.removeContainer(id, { force: true, signal });
      return undefined;
    case 'refuse':
      throw refusal(slot, inspect, verdict, conflict);
  }
}

/** @throws DocktopusError `name.in-use` for a container that somebody else uses. */
async function refuseWhileInUse(
  slot: Slot,
  spec: ContainerSpec,
  { Id }: ContainerInspect,
  why: string,
  cause: DocktopusError,
  signal: AbortSignal,
): Promise<void> {
  if (spec.onConflict === 'takeover') return;
  const objection = await slot.hooks.objection?.(signal);
  if (objection === undefined) return;
  throw new DocktopusError('name.in-use', {
    operation: 'container.create',
    subject: slot.subject,
    reason: `${why}, and ${objection}`,
    hint: "Stop the other one first, or set onConflict to 'takeover'",
    cause,
    details: { existingId: Id },
  });
}

/** Leaves time to create the container once the one before it has ended. */
function stopTimeoutMs(deadline: Deadline): number | undefined {
  const leftMs = deadline.remainingMs();
  return Number.isFinite(leftMs) ? leftMs / 2 : undefined;
}

function refusal(
  slot: Slot,
  { Id }: ContainerInspect,
  { adoption, why }: AdoptionVerdict,
  cause: DocktopusError,
) {
  const foreign = adoption === 'foreign';
  const holder = foreign ? 'a container that is not ours' : 'an earlier container';
  return new DocktopusError('name.in-use', {
    operation: 'container.create',
    subject: slot.subject,
    reason: `the name '${nameToCreate(slot)}' is taken by ${holder} (${Id.slice(0, 12)})${foreign ? `: ${why}` : ''}`,
    hint: foreign
      ? 'Choose another name, or remove that container'
      : "Set onConflict to 'adopt' or 'replace', or remove it",
    cause,
    details: { existingId: Id },
  });
}
