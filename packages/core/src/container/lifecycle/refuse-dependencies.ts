import { invalid, printable } from '../../errors/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import { requireSpec } from '../options/require-spec.ts';
import type { SlotHooks } from '../slot/slot.ts';

/**
 * Refuses dependencies of a container that is in no group, where nothing would start them.
 *
 * @throws DocktopusError `spec.invalid`, also for what is no spec.
 */
export function refuseDependencies(
  spec: ContainerSpec,
  { beforeStart }: Pick<SlotHooks, 'beforeStart'> = {},
): void {
  requireSpec(spec, 'container.slot');
  const { name, image, dependsOn = {} } = spec;
  if (beforeStart !== undefined) return;
  const issues = Object.keys(dependsOn).map((dependency) => ({
    path: 'dependsOn',
    got: printable(dependency),
    expected: 'none',
    because: 'nothing starts other containers for one that is not in a context, or in a pool',
    hint: 'declare both in a context, or start them one after the other',
  }));
  if (issues.length > 0) throw invalid('spec.invalid', 'container.slot', issues, name ?? image);
}
