import { type CallOptions, startDeadline } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import type { ContainerExit } from './container-exit.ts';
import { listenIfNeeded } from './hear-exit.ts';
import { waitForExit } from './wait-for-exit.ts';

export async function waitSlot(slot: Slot, options: CallOptions): Promise<ContainerExit | undefined> {
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.wait', slot.label);
  const { docker, id, label } = slot;
  if (id === undefined) return undefined;
  const { signal } = deadline;
  using heard = await listenIfNeeded(slot, id, signal);
  return await waitForExit(docker, id, { subject: label, heard }, deadline);
}
