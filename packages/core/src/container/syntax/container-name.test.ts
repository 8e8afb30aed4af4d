import { expect, test } from 'vitest';
import { isContainerId, isShortContainerId, parseContainerName } from './container-name.ts';

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

test.each([
  ['a'.repeat(64), true, true],
  ['a'.repeat(12), false, true],
  ['a'.repeat(11), false, false],
  ['A'.repeat(64), false, false],
  ['g'.repeat(64), false, false],
  ['a'.repeat(65), false, false],
])('%s is an id: %s, a short one: %s', (text, id, short) => {
  expect([isContainerId(text), isShortContainerId(text)]).toEqual([id, short]);
});
