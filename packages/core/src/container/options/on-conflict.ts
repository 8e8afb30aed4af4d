import { readWord } from '../../input/index.ts';
import type { Option } from './option.ts';

/**
 * What happens when the name is taken by a container of the same blueprint. `takeover` is `adopt`, and replaces a persistent
 * container of another spec even while another living session uses it, which the others refuse to.
 */
export type OnConflict = 'adopt' | 'replace' | 'takeover' | 'error';

export const onConflict = {
  calls: { onConflict: { read: readWord(['adopt', 'replace', 'takeover', 'error']) } },
  hash: 'volatile',
} satisfies Option<OnConflict>;
