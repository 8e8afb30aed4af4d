import type { Slot } from '../slot/slot.ts';

/**
 * Removes, when the slot's turn comes, the container that a failed call has made, unless another call has put it to use
 * by then. When that fails, the slot keeps it, so that it can be tried again.
 *
 * @returns why it could not be removed. Never rejects: it follows another failure.
 */
export async function discard(slot: Slot, id: string): Promise<unknown> {
  const remove = async () => {
    if (slot.id !== id || slot.proven || slot.content$.value?.origin !== 'created') return;
    await slot.docker.engine.removeContainer(id, { force: true, volumes: true, timeoutMs: 10_000 });
    slot.vacate();
  };
  try {
    await slot.inTurn('container.remove', AbortSignal.timeout(60_000), remove);
    return undefined;
  } catch (error) {
    return error;
  }
}
