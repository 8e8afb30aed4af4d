import { statusHub } from '../../status/index.ts';
import type { Slot } from '../slot/slot.ts';

/** Lets those who follow the slot's state see what a call has just done, before that call returns. */
export async function lookAt(slot: Slot, signal: AbortSignal): Promise<void> {
  if (slot.id === undefined || !slot.observed) return;
  try {
    await statusHub(slot.docker).look(slot.id, { signal });
  } catch {
    // The call itself has succeeded; followers hear of it through the event that it caused.
  }
}
