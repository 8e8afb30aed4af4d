import { type Docker, requireDocker } from '../../engine/index.ts';
import { checkArguments, readFunction, readObject } from '../../input/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import type { SlotOptions } from '../slot/slot.ts';
import type { SlotOwner } from '../slot/slot-owner.ts';
import { refuseDependencies } from './refuse-dependencies.ts';

const READERS = { owner: readFunction, options: readObject };

/** @throws DocktopusError `spec.invalid` for what no slot can be made of. */
export function checkSlotInput(
  docker: Docker,
  spec: ContainerSpec,
  owner: SlotOwner,
  options: SlotOptions,
): void {
  requireDocker(docker, 'container.slot');
  checkArguments({ owner, options }, READERS, 'container.slot');
  refuseDependencies(spec, options);
}
