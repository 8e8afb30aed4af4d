import { CALL_OPTIONS, checkOptions } from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import { changeState } from './change-state.ts';

export async function renameSlot(slot: Slot, name: string, options: CallOptions): Promise<void> {
  checkOptions(options, CALL_OPTIONS, 'container.rename', slot.subject);
  return changeState(slot, 'rename', options, 30_000, async (engine, id, { signal }) => {
    await engine.renameContainer(id, name, { signal });
    slot.take({ is: 'renamed', id, name });
  });
}
