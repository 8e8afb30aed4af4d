import { expect, test } from 'vitest';
import { isHostPath, resolveHostPath } from './host-path.ts';

const place = { directory: '/srv/blueprint', home: '/home/me' };

test.each([
  ['/x', '/x'],
  ['/x/../y/', '/y'],
  ['./x', '/srv/blueprint/x'],
  ['../x', '/srv/x'],
  ['../../../x', '/x'],
  ['.', '/srv/blueprint'],
  ['x', '/srv/blueprint/x'],
  ['~', '/home/me'],
  ['~/x', '/home/me/x'],
  ['~/../x', '/home/x'],
])('%s is %s', (text, path) => {
  expect(resolveHostPath(text, place)).toEqual({ ok: true, value: path });
});

test.each(['', '~other', '~other/x'])('%j is refused', (text) => {
  expect(resolveHostPath(text, place).ok).toBe(false);
});

test.each([
  ['/x', true],
  ['./x', true],
  ['.x', true],
  ['~/x', true],
  ['x', false],
  ['x/y', false],
])('%s is a path of the host: %s', (text, expected) => {
  expect(isHostPath(text)).toBe(expected);
});
