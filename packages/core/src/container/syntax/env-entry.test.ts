import { expect, test } from 'vitest';
import { parseEnvEntry, printEnvEntry } from './env-entry.ts';

const environment = { PATH: '/bin', EMPTY: '' };

// biome-ignore format: a table reads better in rows
test.each([
  ['KEY=value', 'KEY', 'value'], ['KEY=', 'KEY', ''], ['KEY=a=b', 'KEY', 'a=b'], ['KEY==', 'KEY', '='],
  ['KEY', 'KEY', null], ['PATH', 'PATH', '/bin'], ['EMPTY', 'EMPTY', ''], ['PATH=something', 'PATH', 'something'],
  ['_=a', '_', 'a'], ['asd!qwe', 'asd!qwe', null], ['1asd', '1asd', null], ['some space', 'some space', null],
  ['  some space before=x ', '  some space before', 'x '], ['KEY=line\nline', 'KEY', 'line\nline'],
  ['KEY="quoted"', 'KEY', '"quoted"'], ['clé=é', 'clé', 'é'], ['toString', 'toString', null],
  ['__proto__', '__proto__', null],
])('%j', (text, key, value) => {
  expect(parseEnvEntry(text, environment)).toEqual({ ok: true, value: { key, value } });
  expect(parseEnvEntry(printEnvEntry({ key, value }), {})).toEqual({ ok: true, value: { key, value } });
});

test.each(['', '=', '=value', 'KEY\0', 'KEY=a\0b'])('%j is refused', (text) => {
  expect(parseEnvEntry(text, environment).ok).toBe(false);
});

test('a refusal does not repeat the value', () => {
  expect(JSON.stringify(parseEnvEntry('PASSWORD=s3cret\0', environment))).not.toContain('s3cret');
});
