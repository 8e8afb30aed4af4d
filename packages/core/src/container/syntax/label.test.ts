import { expect, test } from 'vitest';
import { parseLabel, printLabel } from './label.ts';

test.each([
  ['key=value', 'key', 'value'],
  ['key=', 'key', ''],
  ['key', 'key', ''],
  ['key=a=b', 'key', 'a=b'],
  ['com.example/with-slash=x y ', 'com.example/with-slash', 'x y '],
  ['clé=é', 'clé', 'é'],
])('%j', (text, key, value) => {
  expect(parseLabel(text)).toEqual({ ok: true, value: { key, value } });
  expect(parseLabel(printLabel({ key, value }))).toEqual({ ok: true, value: { key, value } });
});

test.each(['', '=', '=value', ' ', 'some key=x', ' key=x', 'key =x', 'a\tb'])('%j is refused', (text) => {
  expect(parseLabel(text).ok).toBe(false);
});
