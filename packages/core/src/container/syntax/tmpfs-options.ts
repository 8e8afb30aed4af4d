import { type Parsed, parseByteSize, parsed, refused } from '../../input/index.ts';

const FLAGS: readonly string[] = [
  'defaults',
  'ro',
  'rw',
  'suid',
  'nosuid',
  'dev',
  'nodev',
  'exec',
  'noexec',
  'sync',
  'async',
  'dirsync',
  'remount',
  'mand',
  'nomand',
  'atime',
  'noatime',
  'diratime',
  'nodiratime',
  'bind',
  'rbind',
  'unbindable',
  'runbindable',
  'private',
  'rprivate',
  'shared',
  'rshared',
  'slave',
  'rslave',
  'relatime',
  'norelatime',
  'strictatime',
  'nostrictatime',
];

const VALUED: readonly string[] = ['size', 'mode', 'uid', 'gid', 'nr_inodes', 'nr_blocks', 'mpol'];

const OPTION = `a mount flag or one of ${VALUED.join(', ')} with =value`;

/** `rw,noexec,size=64m,mode=1777`, as after the path of `docker run --tmpfs`; `''` for the engine's own. */
export function parseTmpfsOptions(text: string): Parsed<string> {
  for (const option of text === '' ? [] : text.split(',')) {
    const expected = expectedInsteadOf(option);
    if (expected !== undefined) return refused(`${expected} in place of '${option}'`);
  }
  return parsed(text);
}

function expectedInsteadOf(option: string): string | undefined {
  const equals = option.indexOf('=');
  if (equals === -1) return FLAGS.includes(option) ? undefined : OPTION;
  const key = option.slice(0, equals);
  const value = option.slice(equals + 1);
  if (!VALUED.includes(key) || value === '') return OPTION;
  if (key === 'size' && !/^\d+%$/.test(value) && !parseByteSize(value).ok) return 'a size such as 64m or 50%';
  if (key === 'mode' && !/^[0-7]{1,4}$/.test(value)) return 'an octal mode such as 1777';
  if ((key === 'uid' || key === 'gid') && !/^\d+$/.test(value)) return `a number for ${key}`;
  return undefined;
}
