import { readFlag } from '../../input/index.ts';
import type { Option } from './option.ts';

/** Keeps a container whose start failed, to look at it. */
export const keepOnFailure = {
  calls: { keepOnFailure: { read: readFlag } },
  hash: 'volatile',
} satisfies Option<boolean>;
