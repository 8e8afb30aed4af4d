import { readSyntax } from '../../input/index.ts';
import { parseContainerName } from '../syntax/container-name.ts';
import type { Option } from './option.ts';

/** What a container is found by, and so no part of what it is. */
export const name = {
  calls: { name: { read: readSyntax(parseContainerName) } },
  hash: 'volatile',
} satisfies Option<string>;
