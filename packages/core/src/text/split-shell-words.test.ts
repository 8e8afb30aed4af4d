import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitShellWords } from './split-shell-words.ts';

// biome-ignore format: a table reads better in rows
test.each([
  ['', []], ['  ', []], ['a', ['a']], [' a  b\tc\nd ', ['a', 'b', 'c', 'd']], ['"a b" c', ['a b', 'c']], ["'a b'c", ['a bc']],
  ['""', ['']], ["a '' b", ['a', '', 'b']], ['a\\ b', ['a b']], ['"a\\"b"', ['a"b']], ["'a\\b'", ['a\\b']], ['a\\nb', ['a\nb']],
  ['"say \'hi\'"', ["say 'hi'"]], ['echo $HOME', ['echo', '$HOME']], ['$(a b) c', ['$(a b)', 'c']], ['`a b` c', ['`a b`', 'c']],
  ['"a;b&c"', ['a;b&c']], ['--x="a b" -y', ['--x=a b', '-y']], ['naïve "日本 語"', ['naïve', '日本 語']], ['"(a)"', ['(a)']],
])('%j has the words %j', (line, words) => {
  expect(splitShellWords(line)).toEqual({ ok: true, words });
});

test.each([
  ['a && b', ['a'], 2],
  ['a b; c', ['a', 'b'], 3],
  ['a|b', ['a'], 1],
  ['a > f', ['a'], 2],
  ['a 2> f', ['a'], 3],
])('%j ends where only a shell goes on', (line, words, endsAt) => {
  expect(splitShellWords(line)).toEqual({ ok: true, words, endsAt });
});

test.each([
  ["a 'b", "' is never closed"],
  ['a "b', '" is never closed'],
  ['a `b', '` is never closed'],
  ['a $(b', "'$(' is never closed"],
  ['a b)', "')' closes nothing; quote it"],
  ['a (b)', "'(' has no meaning outside of quotes; quote it"],
  ['a \\', "a '\\' at the end escapes nothing"],
])('%j is refused: %s', (line, problem) => {
  expect(splitShellWords(line)).toEqual({ ok: false, problem });
});

test('words in single quotes stay unchanged', () => {
  const word = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll("'", ''));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(splitShellWords(words.map((text) => `'${text}'`).join(' '))).toEqual({ ok: true, words });
    }),
  );
});
