import { expect, test } from 'vitest';
import { parseContainerName } from './container-name.ts';

test.each([
  ['redis', 'redis'],
  ['/redis', 'redis'],
  ['a1', 'a1'],
  ['0cache.main_x-1', '0cache.main_x-1'],
])('%s is named %s', (text, name) => {
  expect(parseContainerName(text)).toEqual({ ok: true, value: name });
});

test.each(['', '/', 'a', '//ab', '-ab', '_ab', '.ab', 'a b', 'a/b', 'a:b', 'näme', 'ab\n', 'ab '])(
  '%j is refused',
  (text) => {
    expect(parseContainerName(text).ok).toBe(false);
  },
);
