import { amended, DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { CALL_OPTIONS, checkOptions } from '../../input/index.ts';
import { abortable, type CallOptions, type Deadline, delay, startDeadline } from '../../scope/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import { specHash } from '../options/spec-hash.ts';
import { specRecordLabel } from '../options/spec-record.ts';
import type { Slot } from '../slot/slot.ts';
import type { SlotClaim } from '../slot/slot-owner.ts';
import type { SlotContent } from '../slot/slot-stage.ts';
import { reportEngineWarnings } from '../strict/report-engine-warnings.ts';
import { reportIgnoredSettings } from '../strict/report-ignored-settings.ts';
import { bodyOnHost } from './body-on-host.ts';
import { withSlotAliases } from './connect-networks.ts';
import { discard, leftoverHint } from './discard.ts';
import { findContainer } from './find-container.ts';
import {
  creationLabel,
  findLostCreation,
  nameToCreate,
  outcomeIsUnknown,
  removeLostCreation,
} from './lost-creation.ts';
import { prepareContainer } from './prepare-container.ts';
import { refuseOwnVolumes } from './refuse-own-volumes.ts';
import { resolveConflict } from './resolve-conflict.ts';

/** Options of `container.create()`. */
export interface CreateContainerOptions extends CallOptions {
  /** For the pull and the creation together, in milliseconds. @default 600_000 for a pull, 60_000 for the creation */
  readonly timeoutMs?: number | undefined;
}

/** How often a name is tried that others take, remove and take again; with the pauses, for about six seconds. */
const MAX_ATTEMPTS = 9;
const LONGEST_CREATE_MS = 60_000;
const FIRST_PAUSE_MS = 25;

/**
 * Creates the slot's container unless it has one.
 *
 * @param isPulled the caller has just pulled the image, so it is not pulled again, whatever the spec's pull policy says.
 */
export async function createInSlot(
  slot: Slot,
  options: CreateContainerOptions,
  isPulled = false,
): Promise<void> {
  const operation = 'container.create';
  checkOptions(options, CALL_OPTIONS, operation, slot.subject);
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, operation, slot.subject);
  let unprepared: string | undefined;
  const create = async () => {
    try {
      await vacateIfGone(slot, deadline);
      await fillSlot(slot, deadline, isPulled);
    } finally {
      unprepared = slot.stage.at === 'created' ? slot.id : undefined;
    }
  };
  try {
    await slot.serialized(operation, deadline.signal, create);
  } catch (error) {
    throw unprepared === undefined ? error : await unmade(slot, unprepared, error, options);
  }
}

/** Removes the container that could not be prepared. @returns the failure, which says when the container may be there. */
async function unmade(slot: Slot, id: string, error: unknown, options: CallOptions): Promise<unknown> {
  const discarded = await discard(slot, id, error, options);
  const hint = leftoverHint(id, discarded);
  return hint === undefined || !isDocktopusError(error)
    ? error
    : amended(error, { hint, details: discarded });
}

/**
 * Finds out whether the slot's container still exists. Call it in the slot's turn.
 *
 * @returns whether the slot is empty now.
 */
export async function vacateIfGone(slot: Slot, { signal }: Deadline): Promise<boolean> {
  const { id } = slot;
  if (id === undefined) return true;
  const inspect = await findContainer(slot.docker, id, { signal });
  if (inspect === undefined || inspect.State.Status === 'removing') slot.vacate();
  else slot.take({ is: 'still-there', id });
  return slot.id === undefined;
}

/** Makes sure that the slot has a container with its networks and files. Call it in the slot's turn. */
export async function fillSlot(slot: Slot, deadline: Deadline, isPulled = false): Promise<string> {
  const { id, origin, warnings } = slot.content ?? (await newContent(slot, deadline, isPulled));
  if (slot.spec !== undefined && slot.stage.at === 'created') {
    reportEngineWarnings(slot.docker.engine, slot.spec, warnings ?? [], slot.subject);
    await prepareContainer(slot, slot.spec, { id, origin }, deadline);
    slot.take({ is: 'prepared', id });
  }
  return id;
}

async function newContent(slot: Slot, deadline: Deadline, isPulled: boolean): Promise<SlotContent> {
  try {
    const content = await createOrAdopt(slot, requireSpec(slot), deadline, isPulled);
    slot.take({ is: 'filled', content });
    return content;
  } catch (error) {
    if (slot.stage.at === 'lost') void removeLostCreation(slot);
    throw error;
  }
}

function requireSpec(slot: Slot): ContainerSpec {
  if (slot.spec !== undefined) return slot.spec;
  throw new DocktopusError('container.not-created', {
    operation: 'container.create',
    subject: slot.subject,
    reason: 'the container of this handle is gone, and a handle from an id has no spec to create it again',
  });
}

async function createOrAdopt(
  slot: Slot,
  spec: ContainerSpec,
  deadline: Deadline,
  isPulled: boolean,
): Promise<SlotContent> {
  refuseOwnVolumes(spec, slot.subject);
  await slot.hooks.beforeCreate?.(deadline.signal);
  const claim = slot.owner(await abortable(specHash(spec, slot.body), deadline.signal));
  let mayPull = !isPulled && spec.pull !== 'never';
  const pullOnce = async () => {
    mayPull = false;
    await pullImage(slot, spec, deadline);
  };
  if (spec.pull === 'always' && mayPull) await pullOnce();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await create(slot, spec, claim, deadline);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      if (spec.pull === 'never' && isDocktopusError(error, 'image.not-found')) throw neverPulled(spec, error);
      if (mayPull && isDocktopusError(error, 'image.not-found', 'image.no-platform')) await pullOnce();
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

function neverPulled({ image }: ContainerSpec, cause: DocktopusError): DocktopusError {
  return new DocktopusError('image.not-found', {
    operation: 'container.create',
    subject: image,
    reason: "the engine does not have the image, and the spec's pull policy is 'never'",
    hint: "Pull or build the image first, or write pull('missing')",
    cause,
  });
}

/** Pulls the spec's image; several calls at once share one pull. */
async function pullImage({ docker }: Slot, spec: ContainerSpec, deadline: Deadline): Promise<void> {
  await docker.images.pull(spec.image, {
    platform: spec.platform,
    signal: deadline.signal,
    ...(Number.isFinite(deadline.remainingMs()) ? deadline.rest() : {}),
  });
}

/** One create call; when its answer is lost, looks for the container that it may have made. */
async function create(
  slot: Slot,
  spec: ContainerSpec,
  claim: SlotClaim,
  deadline: Deadline,
): Promise<SlotContent> {
  const { stage } = slot;
  const body = withSlotAliases(await bodyOnHost(slot, spec, deadline.signal), slot);
  const name = nameToCreate(slot);
  const marked = {
    ...body,
    Labels: { ...body?.Labels, ...claim.labels, ...creationLabel(stage), ...specRecordLabel(spec) },
  };
  reportIgnoredSettings(spec, marked, slot.docker.version.apiVersion, slot.subject);
  try {
    slot.take({ is: 'create-sent' });
    const { id, warnings } = await slot.docker.engine.createContainer(marked, {
      name,
      platform: spec.platform,
      signal: deadline.signal,
      ...createTime(deadline),
    });
    return { id, origin: 'created', warnings };
  } catch (error) {
    const isLost = outcomeIsUnknown(error, deadline.signal);
    slot.take({ is: isLost ? 'create-lost' : 'create-refused' });
    const made = isLost && !deadline.signal.aborted ? await lookForLost(slot, deadline) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

async function lookForLost(slot: Slot, { signal }: Deadline): Promise<SlotContent | undefined> {
  try {
    const inspect = await findLostCreation(slot, signal);
    return inspect && { id: inspect.Id, origin: 'created' };
  } catch {
    // The engine is away, as the failure of the create call says already. The slot stays `lost`.
    return undefined;
  }
}

/** Leaves time to look for the container when the answer does not come. */
function createTime(deadline: Deadline): Pick<CallOptions, 'timeoutMs'> {
  const leftMs = deadline.remainingMs() * 0.8;
  return leftMs < LONGEST_CREATE_MS ? deadline.rest(leftMs) : { timeoutMs: LONGEST_CREATE_MS };
}
