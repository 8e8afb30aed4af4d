import { posix } from 'node:path';
import { type Parsed, parsed, refused } from '../../input/index.ts';

/** Where relative host paths begin. */
export interface HostPlace {
  /** The blueprint's directory: `./x` is inside of it. */
  readonly directory: string;
  /** The home directory: `~/x` is inside of it. */
  readonly home: string;
}

/** Whether a source names a path of the host rather than a volume. */
export function isHostPath(text: string): boolean {
  return text.startsWith('/') || text.startsWith('.') || text.startsWith('~');
}

/** The absolute path of `/x`, `./x`, `../x`, `~` and `~/x`, without `.` and `..` inside. */
export function resolveHostPath(text: string, { directory, home }: HostPlace): Parsed<string> {
  if (text === '') return refused('a path');
  if (text === '~' || text.startsWith('~/')) return parsed(posix.resolve(home, text.slice(2)));
  if (text.startsWith('~')) return refused('~ or ~/path', { hint: 'write the path of another user in full' });
  return parsed(posix.resolve(directory, text));
}
