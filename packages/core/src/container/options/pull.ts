import { readWord } from '../../input/index.ts';
import type { Option } from './option.ts';

/** When an image is pulled before a container is created. */
export type PullPolicy = 'missing' | 'always' | 'never';

export const pull = {
  calls: { pull: { read: readWord(['missing', 'always', 'never']) } },
  hash: 'volatile',
} satisfies Option<PullPolicy>;
