import { readWord } from '../../input/index.ts';
import type { Option } from './option.ts';

/** What happens with critical options that a spec leaves to the engine. */
export type Strictness = 'off' | 'warn' | 'error';

export const strict = {
  calls: { strict: { read: readWord(['off', 'warn', 'error']) } },
  hash: 'volatile',
} satisfies Option<Strictness>;
