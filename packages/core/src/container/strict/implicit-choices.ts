import type { ContainerSpec } from '../spec/container-spec.ts';
import { criticalOptions } from './critical-options.ts';
import type { ImplicitChoice } from './implicit-choice.ts';

/** The critical options that `spec` leaves to the engine or the image, whatever its `strict` is. */
export function implicitChoices(spec: ContainerSpec): readonly ImplicitChoice[] {
  return criticalOptions
    .filter(({ isImplicit }) => isImplicit(spec))
    .map(({ option, consequence, write }) => ({ option, consequence, write }));
}
