import type { Deadline } from '../../scope/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import type { Slot } from '../slot/slot.ts';
import type { SlotContent } from '../slot/slot-stage.ts';
import { connectNetworks } from './connect-networks.ts';
import { findContainer } from './find-container.ts';
import { copyDiskFiles } from './spec-files.ts';

/**
 * Does what a create call cannot do: connects the networks after the first one, and copies the files.
 *
 * Doing it twice does no harm, so an adopted container that was never started gets it too: its creator may not have come
 * this far.
 */
export async function prepareContainer(
  slot: Slot,
  spec: ContainerSpec,
  { id, origin }: SlotContent,
  { signal }: Deadline,
): Promise<void> {
  const networks = spec.networks?.slice(1) ?? [];
  const files = spec.files ?? [];
  if (networks.length === 0 && files.length === 0) return;
  if (origin !== 'created') {
    const inspect = await findContainer(slot.docker, id, { signal });
    if (inspect?.State.Status !== 'created') return;
  }
  await connectNetworks(slot, id, networks, signal);
  await copyDiskFiles(slot, id, signal);
}
