import type { ContainerInspect, CreateContainerBody } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { type Deadline, delay, startDeadline } from '../../scope/index.ts';
import { toContainerStatus } from '../../status/index.ts';
import { specHash } from '../hash/spec-hash.ts';
import type { Slot, SlotContent } from '../slot/slot.ts';
import type { SlotClaim } from '../slot/slot-owner.ts';
import type { ContainerSpec } from '../spec/container-spec.ts';
import { reportEngineWarnings } from '../strict/engine-warnings.ts';
import { reportIgnoredSettings } from '../strict/ignored-settings.ts';
import { acquireImage } from './acquire-image.ts';
import type { CreateContainerOptions } from './create-options.ts';
import { creationLabel, isFromCreation } from './creation-label.ts';
import { decideExisting } from './decide-existing.ts';
import { discard } from './discard.ts';
import { findContainer } from './find-container.ts';
import { giveWay } from './give-way.ts';
import { prepareContainer } from './prepare-container.ts';
import { settleLostCreation } from './settle-lost-creation.ts';
import { withinPatience } from './within-patience.ts';

/** How often a name is tried for that others take, remove and take again; with the pauses, for about six seconds. */
const MAX_ATTEMPTS = 9;
const FIRST_PAUSE_MS = 25;

/** Creates the slot's container unless it has one. */
export async function createInSlot(slot: Slot, options: CreateContainerOptions): Promise<void> {
  const operation = 'container.create';
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, operation, slot.label);
  let unprepared: string | undefined;
  const create = async () => {
    try {
      await vacateIfGone(slot, deadline);
      await fillSlot(slot, deadline);
    } finally {
      unprepared = slot.prepared ? undefined : slot.id;
    }
  };
  try {
    await slot.inTurn(operation, deadline.signal, create);
  } catch (error) {
    if (unprepared !== undefined) await withinPatience(discard(slot, unprepared), error, options);
    throw error;
  }
}

/** Looks whether somebody else has removed the slot's container; in the slot's turn. Whether the slot is empty then. */
export async function vacateIfGone(slot: Slot, { signal }: Deadline): Promise<boolean> {
  if (slot.id !== undefined) {
    const inspect = await findContainer(slot.docker, slot.id, { signal });
    if (inspect === undefined || inspect.State.Status === 'removing') slot.vacate();
  }
  return slot.id === undefined;
}

/** Makes sure that the slot has a container and that it is prepared; in the slot's turn. */
export async function fillSlot(slot: Slot, deadline: Deadline): Promise<string> {
  const content = slot.content$.value ?? (await newContent(slot, deadline));
  if (!slot.prepared && slot.spec !== undefined) {
    reportEngineWarnings(slot.docker.engine, slot.spec, content.warnings ?? [], slot.label);
    await prepareContainer(slot, slot.spec, content, deadline);
  }
  slot.prepared = true;
  return content.id;
}

async function newContent(slot: Slot, deadline: Deadline): Promise<SlotContent> {
  try {
    const content = await createOrAdopt(slot, requireSpec(slot), deadline);
    slot.fill(content);
    return content;
  } catch (error) {
    if (slot.unsettled) void settleLostCreation(slot);
    throw error;
  }
}

function requireSpec(slot: Slot): ContainerSpec {
  if (slot.spec !== undefined) return slot.spec;
  throw new DocktopusError('container.not-created', {
    operation: 'container.create',
    subject: slot.label,
    reason:
      'the container that this handle was made for is gone, and a handle from an id does not know how to make it again',
  });
}

async function createOrAdopt(slot: Slot, spec: ContainerSpec, deadline: Deadline): Promise<SlotContent> {
  const claim = slot.owner(await specHash(spec, slot.body));
  let pulled = spec.pull === 'never';
  const pullOnce = async () => {
    pulled = true;
    await acquireImage(slot.docker, spec, deadline);
  };
  if (spec.pull === 'always') await pullOnce();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await create(slot, spec, claim, deadline);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      if (!pulled && isDocktopusError(error, 'image.not-found')) await pullOnce();
      else if (isDocktopusError(error, 'name.in-use')) {
        const content = await resolveConflict(slot, spec, claim, error, deadline);
        if (content !== undefined) return content;
        // The engine knows a name a while before and after it knows the container.
        await delay(FIRST_PAUSE_MS * 2 ** (attempt - 1), deadline.signal);
      } else {
        throw error;
      }
    }
  }
}

/** One create call; when its answer is lost, the container that it may have made is looked for. */
async function create(
  slot: Slot,
  spec: ContainerSpec,
  claim: SlotClaim,
  deadline: Deadline,
): Promise<SlotContent> {
  const name = slot.nameToCreate;
  const body = bodyFor(slot, claim);
  reportIgnoredSettings(spec, body, slot.docker.version.apiVersion, slot.label);
  try {
    slot.unsettled = true;
    const { id, warnings } = await slot.docker.engine.createContainer(body, {
      name,
      platform: spec.platform,
      signal: deadline.signal,
      timeoutMs: createTimeoutMs(deadline),
    });
    return { id, origin: 'created', warnings };
  } catch (error) {
    if (!outcomeIsUnknown(error)) {
      slot.unsettled = false;
      throw error;
    }
    const made = deadline.signal.aborted ? undefined : await findLost(slot, name, deadline);
    if (made === undefined) throw error;
    return { id: made.Id, origin: 'created' };
  }
}

function bodyFor({ body, creation }: Slot, { labels }: SlotClaim): CreateContainerBody {
  return { ...body, Labels: { ...body?.Labels, ...labels, ...creationLabel(creation) } };
}

/** Leaves time to look for the container when the answer does not come. */
function createTimeoutMs(deadline: Deadline): number {
  return Math.min(60_000, deadline.remainingMs() * 0.8);
}

/** Leaves time to create the container once the one before it has ended. */
function stopTimeoutMs(deadline: Deadline): number | undefined {
  const leftMs = deadline.remainingMs();
  return Number.isFinite(leftMs) ? leftMs / 2 : undefined;
}

function outcomeIsUnknown(error: unknown): boolean {
  return isDocktopusError(
    error,
    'timeout',
    'aborted',
    'engine.disconnected',
    'engine.unreachable',
    'engine.protocol',
  );
}

async function findLost(slot: Slot, name: string, deadline: Deadline): Promise<ContainerInspect | undefined> {
  try {
    const inspect = await findContainer(slot.docker, name, { signal: deadline.signal });
    return inspect !== undefined && isFromCreation(inspect, slot.creation) ? inspect : undefined;
  } catch {
    // The engine is away: the failure of the create call says so already, and the slot stays unsettled.
    return undefined;
  }
}

/** The container that has our name, if it can be ours; `undefined` when the name is worth another try. */
async function resolveConflict(
  slot: Slot,
  spec: ContainerSpec,
  claim: SlotClaim,
  conflict: DocktopusError,
  deadline: Deadline,
): Promise<SlotContent | undefined> {
  const { signal } = deadline;
  const inspect = await findContainer(slot.docker, slot.nameToCreate, { signal });
  const existing = inspect && {
    ours: isFromCreation(inspect, slot.creation),
    status: toContainerStatus(inspect.State.Status),
    adoption: claim.adopts(inspect),
  };
  const id = inspect?.Id ?? '';
  switch (decideExisting(existing, spec.onConflict ?? 'error')) {
    case 'take':
      return { id, origin: 'created' };
    case 'adopt':
      return { id, origin: 'adopted' };
    case 'replace':
      await giveWay(slot.docker, id, {
        lifetime: spec.lifetime,
        stopTimeoutMs: stopTimeoutMs(deadline),
        signal,
      });
      return undefined;
    case 'retry':
      // What is being removed already: this waits for the end of it.
      if (inspect !== undefined) await slot.docker.engine.removeContainer(id, { force: true, signal });
      return undefined;
    case 'refuse':
      throw refusal(slot, inspect, existing?.adoption === 'foreign', conflict);
  }
}

function refusal(
  slot: Slot,
  inspect: ContainerInspect | undefined,
  foreign: boolean,
  cause: DocktopusError,
): DocktopusError {
  return new DocktopusError('name.in-use', {
    operation: 'container.create',
    subject: slot.label,
    reason: `the name '${slot.nameToCreate}' is taken by ${foreign ? 'a container that is not ours' : 'an earlier container'} (${inspect?.Id.slice(0, 12)})`,
    hint: foreign
      ? 'Choose another name, or remove that container'
      : "Set onConflict to 'adopt' or 'replace', or remove it",
    cause,
    details: { existingId: inspect?.Id },
  });
}
