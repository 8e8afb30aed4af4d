import type { Issue } from '../../errors/index.ts';
import type { ContainerSpec } from './container-spec.ts';
import { optionEntries } from './option-entries.ts';

/** What is wrong with the settings of a spec taken together, each being fine by itself. */
export function contradictions(spec: ContainerSpec): readonly Issue[] {
  return optionEntries.flatMap(([field, { contradictions }]) => {
    const value = spec[field];
    return value === undefined ? [] : (contradictions?.(value, spec) ?? []);
  });
}
