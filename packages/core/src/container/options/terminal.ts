import { readFlag } from '../../input/index.ts';
import type { Option } from './option.ts';

export const tty = {
  calls: { tty: { read: readFlag } },
  body: (given) => ({ Tty: given }),
  hash: 'body',
} satisfies Option<boolean>;

export const openStdin = {
  calls: { openStdin: { read: readFlag } },
  body: (open) => ({ OpenStdin: open }),
  hash: 'body',
} satisfies Option<boolean>;
