import type { ContainerInspect } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { containerLabels } from '../../labels/index.ts';
import { answerTimeout, delay } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import type { SlotStage } from '../slot/slot-stage.ts';
import { findContainer } from './find-container.ts';

// Everything about a create call whose answer was lost: the engine may have made the container, or may do so later.
//
// Each creation has its own id. The container carries it in a label, and in its name when the spec has none. The engine
// accepts a name only once, so a repeated call cannot create a second container.

/** When to look for the container: the engine may still be busy making it. */
const LOOKS_AFTER_MS = [100, 1_000, 5_000];
const LOOK_MS = 10_000;

export function creationLabel(stage: SlotStage): Readonly<Record<string, string>> {
  return 'creation' in stage ? { [containerLabels.creation]: stage.creation } : {};
}

/** The name under which the slot's next container is created. */
export function nameToCreate({ spec, stage }: Slot): string {
  return spec?.name ?? ('creation' in stage ? `docktopus-${stage.creation}` : '');
}

/** Whether `inspect` is the container of the slot's present creation. */
export function isFromCreation({ stage }: Slot, { Config }: ContainerInspect): boolean {
  return 'creation' in stage && Config.Labels?.[containerLabels.creation] === stage.creation;
}

/**
 * Whether the engine may have done what a call asked for although the call failed. A caller may abort with any reason,
 * so that the code alone does not tell.
 */
export function outcomeIsUnknown(error: unknown, signal: AbortSignal | undefined): boolean {
  if (signal?.aborted) return true;
  return isDocktopusError(
    error,
    'timeout',
    'aborted',
    'engine.closed',
    'engine.disconnected',
    'engine.unreachable',
    'engine.protocol',
  );
}

/** The container that a create call made although its answer was lost. */
export async function findLostCreation(
  slot: Slot,
  signal: AbortSignal,
): Promise<ContainerInspect | undefined> {
  const inspect = await findContainer(slot.docker, nameToCreate(slot), { signal });
  return inspect !== undefined && isFromCreation(slot, inspect) ? inspect : undefined;
}

/**
 * Removes in the background what a create call may have made after its caller was told that it failed, unless the slot
 * has been used again by then: a caller who gave up may have no handle to remove it with.
 */
export async function removeLostCreation(slot: Slot): Promise<void> {
  const { stage } = slot;
  for (const waitMs of LOOKS_AFTER_MS) {
    await delay(waitMs);
    if (slot.docker.closed || slot.stage !== stage) return;
    try {
      await slot.serialized('container.create', answerTimeout(LOOK_MS), () => removeIfThere(slot));
    } catch {
      // The engine is away. The container carries the owner's labels, so the sweep after the session finds it.
    }
  }
}

async function removeIfThere(slot: Slot): Promise<void> {
  if (slot.stage.at !== 'lost') return;
  const inspect = await findLostCreation(slot, answerTimeout(LOOK_MS));
  if (inspect === undefined) return;
  await slot.docker.engine.removeContainer(inspect.Id, { force: true, volumes: true, timeoutMs: LOOK_MS });
  slot.vacate();
}
