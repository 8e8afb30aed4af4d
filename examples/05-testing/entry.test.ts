import { expect, test } from 'vitest';
import { fileOf, fromText, toText } from './entry.ts';

test.each(['a', '../../etc/passwd', '$(reboot)', '-rf', 'two\nlines', 'ключ', ''])(
  'the file of %j is one that is safe to name',
  (key) => {
    expect(fileOf(key)).toMatch(/^\/tmp\/cache\/[0-9a-f]{64}$/);
  },
);

test('two keys have two files', () => {
  expect(fileOf('a')).not.toBe(fileOf('A'));
});

test.each(['', 'x', 'two\nlines\n', '\n1\n', '12345'])('%j is read as it was written', (value) => {
  const entry = { value, expiresAt: 7 };
  expect(fromText(toText(entry))).toEqual(entry);
});

test.each(['', '123', 'soon\nvalue', '\nvalue'])('%j is no entry', (text) => {
  expect(fromText(text)).toBeUndefined();
});
