import { delay } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import { removeLost } from './remove.ts';

/** When to look for a container whose create call was never answered: the engine may still be busy with it. */
const LOOKS_AFTER_MS = [100, 1_000, 5_000];

/**
 * Removes what a create call may have made after its caller was told that it failed, unless the slot has been used
 * again by then: whoever gave up may have no handle to remove it with.
 */
export async function settleLostCreation(slot: Slot): Promise<void> {
  const { creation } = slot;
  for (const waitMs of LOOKS_AFTER_MS) {
    await delay(waitMs);
    if (slot.docker.closed || !slot.unsettled || slot.creation !== creation) return;
    try {
      await slot.inTurn('container.create', AbortSignal.timeout(10_000), () => removeLost(slot));
    } catch {
      // The engine is away. The container carries labels, and whoever sweeps up after the session finds it.
    }
  }
}
