import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { type CallOptions, startDeadline } from '../../scope/index.ts';
import { toContainerStatus } from '../../status/index.ts';
import type { Slot } from '../slot/slot.ts';
import { isFromCreation } from './creation-label.ts';
import { findContainer } from './find-container.ts';

export interface RemoveOptions extends CallOptions {
  /** Removes it while it runs, too. @default false */
  readonly force?: boolean | undefined;
  /** Removes its anonymous volumes with it; named ones are never touched. @default true */
  readonly volumes?: boolean | undefined;
}

export type RemoveOutcome = 'removed' | 'gone';

/** Only when the engine has confirmed is the slot empty: a failed removal keeps the handle. */
export async function removeSlot(slot: Slot, options: RemoveOptions): Promise<RemoveOutcome> {
  using deadline = startDeadline(options, 60_000, 'container.remove', slot.label);
  const { signal } = deadline;
  const { force = false, volumes = true } = options;
  return await slot.inTurn('container.remove', signal, async () => {
    const id = slot.id ?? (await idOfLost(slot, signal));
    if (id === undefined) return 'gone';
    try {
      const outcome = await removeContainer(slot, id, { force, volumes, signal });
      slot.vacate();
      return outcome;
    } catch (error) {
      throw isDocktopusError(error, 'container.running')
        ? await runningError(slot, id, error, signal)
        : error;
    }
  });
}

/** One remove call; when only its answer was lost, what is no longer there was removed. */
async function removeContainer(slot: Slot, id: string, options: RemoveOptions): Promise<RemoveOutcome> {
  try {
    return await slot.docker.engine.removeContainer(id, options);
  } catch (error) {
    if (!isDocktopusError(error, 'engine.disconnected')) throw error;
    if ((await findContainer(slot.docker, id, { signal: options.signal })) !== undefined) throw error;
    return 'removed';
  }
}

/** Removes a container that a create call made without our hearing of it. Call it holding the slot's mutex. */
export async function removeLost(slot: Slot): Promise<void> {
  if (slot.id !== undefined) return;
  const id = await idOfLost(slot, AbortSignal.timeout(10_000));
  if (id === undefined) return;
  await slot.docker.engine.removeContainer(id, { force: true, volumes: true, timeoutMs: 10_000 });
  slot.vacate();
}

/** A container that a create call made without our hearing of it. */
async function idOfLost(slot: Slot, signal: AbortSignal): Promise<string | undefined> {
  if (!slot.unsettled) return undefined;
  const inspect = await findContainer(slot.docker, slot.nameToCreate, { signal });
  return inspect !== undefined && isFromCreation(inspect, slot.creation) ? inspect.Id : undefined;
}

async function runningError(
  slot: Slot,
  id: string,
  cause: DocktopusError,
  signal: AbortSignal,
): Promise<DocktopusError> {
  const inspect = await findContainer(slot.docker, id, { signal });
  return new DocktopusError('container.running', {
    operation: 'container.remove',
    subject: slot.label,
    reason: inspect ? `it is ${toContainerStatus(inspect.State.Status)}` : cause.reason,
    hint: 'Stop it first, or pass force: true',
    cause,
  });
}
