import { readWord } from '../../input/index.ts';
import type { Option } from './option.ts';

/** What happens when the name is taken by a container of the same blueprint. */
export type OnConflict = 'adopt' | 'replace' | 'error';

export const onConflict = {
  calls: { onConflict: { read: readWord(['adopt', 'replace', 'error']) } },
  hash: 'volatile',
} satisfies Option<OnConflict>;
