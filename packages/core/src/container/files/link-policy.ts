import { type Reader, readWord } from '../../input/index.ts';

/**
 * What happens with a symbolic link inside of a copied tree that is absolute or points outside of it: `refuse` the whole
 * copy, `skip` the link, or `keep` it as it is. Links that stay inside are always kept.
 */
export type LinkPolicy = 'refuse' | 'skip' | 'keep';

export const readLinkPolicy: Reader<LinkPolicy> = readWord(['refuse', 'skip', 'keep']);
