import type { Engine } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { type CallOptions, type Deadline, startDeadline } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import { lookAt } from './look-at.ts';

/** Makes one engine call on the slot's container, after every call before it has settled. */
export async function changeState<T>(
  slot: Slot,
  verb: string,
  options: CallOptions,
  defaultMs: number,
  act: (engine: Engine, id: string, deadline: Deadline) => Promise<T>,
): Promise<T> {
  const operation = `container.${verb}`;
  using deadline = startDeadline(options, defaultMs, operation, slot.subject);
  return await slot.serialized(operation, deadline.signal, async () => {
    const id = slot.requireId(operation);
    try {
      return await act(slot.docker.engine, id, deadline);
    } catch (error) {
      if (isDocktopusError(error, 'container.not-found')) slot.vacate();
      throw error;
    } finally {
      await lookAt(slot, deadline.signal);
    }
  });
}
