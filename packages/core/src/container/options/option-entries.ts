import type { ContainerSpec } from './container-spec.ts';
import { options } from './index.ts';
import type { Option } from './option.ts';

/** The options one by one, where it does not matter what type their values have. */
export const optionEntries = Object.entries(options) as unknown as readonly (readonly [
  field: keyof ContainerSpec,
  option: Option<unknown, ContainerSpec>,
])[];
