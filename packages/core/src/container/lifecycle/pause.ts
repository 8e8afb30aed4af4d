import { CALL_OPTIONS, checkOptions } from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import { changeState } from './change-state.ts';

export async function pauseSlot(slot: Slot, options: CallOptions): Promise<void> {
  checkOptions(options, CALL_OPTIONS, 'container.pause', slot.subject);
  return changeState(slot, 'pause', options, 30_000, (engine, id, { signal }) =>
    engine.pauseContainer(id, { signal }),
  );
}

export async function unpauseSlot(slot: Slot, options: CallOptions): Promise<void> {
  checkOptions(options, CALL_OPTIONS, 'container.unpause', slot.subject);
  return changeState(slot, 'unpause', options, 30_000, (engine, id, { signal }) =>
    engine.unpauseContainer(id, { signal }),
  );
}
