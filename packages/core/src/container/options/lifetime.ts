import { readWord } from '../../input/index.ts';
import type { Lifetime } from '../../labels/index.ts';
import type { Option } from './option.ts';

export type { Lifetime };

/** A label says it, and clean-up goes by that. */
export const lifetime = {
  calls: { lifetime: { read: readWord(['session', 'persistent']) } },
  hash: 'beside',
} satisfies Option<Lifetime>;
