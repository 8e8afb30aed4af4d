import { checkArguments, readThing } from '../../input/index.ts';
import type { ContainerSpec } from './container-spec.ts';

const READERS = {
  spec: readThing('the spec of a container: builder.spec', (value) => 'image' in value),
};

/** @throws DocktopusError `spec.invalid` for what is no spec. */
export function requireSpec(spec: ContainerSpec, operation: string): void {
  // Asked for each container, and nearly always one.
  if (typeof (spec as Partial<ContainerSpec> | undefined)?.image === 'string') return;
  checkArguments({ spec }, READERS, operation);
}
