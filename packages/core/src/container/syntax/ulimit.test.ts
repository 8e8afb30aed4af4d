import { expect, test } from 'vitest';
import { parseUlimit, printUlimit } from './ulimit.ts';

test.each([
  ['nofile=512:1024', 'nofile=512:1024'],
  ['nofile=1024', 'nofile=1024:1024'],
  ['cpu=2:4', 'cpu=2:4'],
  ['core=0', 'core=0:0'],
  ['nofile=-1', 'nofile=-1:-1'],
  ['nofile=1024:-1', 'nofile=1024:-1'],
  ['nofile=-1:-1', 'nofile=-1:-1'],
  ['stack=+8:+8', 'stack=8:8'],
])('%s is %s', (text, printed) => {
  const result = parseUlimit(text);
  expect(result.ok && printUlimit(result.value)).toBe(printed);
  expect(parseUlimit(printed)).toEqual(result);
});

// biome-ignore format: a table reads better in rows
test.each([
  '', '=', 'nofile', 'nofile=', 'nofile=:', 'nofile=:1024', 'nofile=1024:', 'nofile:1024:1024', 'nofile=1024:1',
  'nofile=-1:1024', 'nofile=1024:1:50', 'nofile=asdf', 'nofile=1024:asdf', 'nofile=-2', 'nofile=1.5', 'nofile= 1',
  'nofile=1 ', 'nofile=1=2', 'notarealtype=1024:1024', 'NOFILE=1', 'RLIMIT_NOFILE=1', 'nofile=99999999999999999999',
])('%j is refused', (text) => {
  expect(parseUlimit(text).ok).toBe(false);
});
