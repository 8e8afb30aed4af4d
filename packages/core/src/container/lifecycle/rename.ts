import type { CallOptions } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import { changeState } from './change-state.ts';

export function renameSlot(slot: Slot, name: string, options: CallOptions): Promise<void> {
  return changeState(slot, 'rename', options, 30_000, async (engine, id, { signal }) => {
    await engine.renameContainer(id, name, { signal });
    slot.take({ is: 'renamed', id, name });
  });
}
