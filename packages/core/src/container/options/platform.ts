import { readSyntax } from '../../input/index.ts';
import { parsePlatform } from '../syntax/platform.ts';
import type { Option } from './option.ts';

/** `os/arch[/variant]`, a parameter of the create call. */
export const platform = {
  calls: { platform: { read: readSyntax(parsePlatform) } },
  hash: 'beside',
} satisfies Option<string>;
