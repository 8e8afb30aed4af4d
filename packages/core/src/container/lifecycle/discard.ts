import { answerTimeout } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import { isFresh } from '../slot/slot-stage.ts';

/**
 * Removes the container that a failed call has made, when the slot's turn comes and unless another call has started it
 * by then. When that fails, the slot keeps it, so that the removal can be tried again.
 *
 * @returns why it could not be removed. Never rejects: it follows another failure.
 */
export async function discard(slot: Slot, id: string): Promise<unknown> {
  const remove = async () => {
    if (slot.id !== id || !isFresh(slot.stage)) return;
    await slot.docker.engine.removeContainer(id, { force: true, volumes: true, timeoutMs: 10_000 });
    slot.vacate();
  };
  try {
    await slot.serialized('container.remove', answerTimeout(60_000), remove);
    return undefined;
  } catch (error) {
    return error;
  }
}
