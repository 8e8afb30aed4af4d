import type { ContainerSpec } from '../options/container-spec.ts';
import type { CriticalChoice, ImplicitChoice } from '../options/option.ts';
import { optionEntries } from '../options/option-entries.ts';
import { requireSpec } from '../options/require-spec.ts';

/**
 * What `strict` asks for, in the order of the options.
 */
export const criticalOptions: readonly CriticalChoice<ContainerSpec>[] = optionEntries.flatMap(
  ([, { critical = [] }]) => critical,
);

/** The critical options that `spec` leaves to the engine or the image, whatever its `strict` is. */
export function implicitChoices(spec: ContainerSpec): readonly ImplicitChoice[] {
  requireSpec(spec, 'implicitChoices');
  return criticalOptions
    .filter(({ isImplicit }) => isImplicit(spec))
    .map(({ option, consequence, write, bites }) => ({ option, consequence, write, bites }));
}
