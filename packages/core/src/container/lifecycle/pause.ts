import type { CallOptions } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import { changeState } from './change-state.ts';

export function pauseSlot(slot: Slot, options: CallOptions): Promise<void> {
  return changeState(slot, 'pause', options, 30_000, (engine, id, { signal }) =>
    engine.pauseContainer(id, { signal }),
  );
}

export function unpauseSlot(slot: Slot, options: CallOptions): Promise<void> {
  return changeState(slot, 'unpause', options, 30_000, (engine, id, { signal }) =>
    engine.unpauseContainer(id, { signal }),
  );
}
