import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interpolate } from './interpolate.ts';

const variables = { HOST: 'db', PORT: '5432', EMPTY: '', PRICE: '$HOST' };

// biome-ignore format: a table reads better in rows
test.each([
  ['plain', 'plain'], ['$HOST:$PORT', 'db:5432'], ['${HOST}ing', 'dbing'], ['$HOSTING', ''], ['$host', ''],
  ['$$HOST', '$HOST'], ['$$$HOST', '$db'], ['5 $ and $1', '5 $ and $1'], ['^a$', '^a$'], ['$}', '$}'],
  ['${NONE:-x}', 'x'], ['${NONE-x}', 'x'], ['${EMPTY:-x}', 'x'], ['${EMPTY-x}', ''], ['${HOST:-x}', 'db'],
  ['${HOST:+x}', 'x'], ['${EMPTY:+x}', ''], ['${EMPTY+x}', 'x'], ['${NONE+x}', ''], ['${HOST:?no}', 'db'],
  ['${EMPTY?no}', ''], ['${NONE:-${HOST}/${PORT}}', 'db/5432'], ['${NONE:-${ALSO:-last}}', 'last'],
  ['${NONE:-a}b}', 'ab}'], ['${NONE:-{"a":{"b":1}}}', '{"a":{"b":1}}'], ['${NONE:-a-b?c+d}', 'a-b?c+d'],
  ['${HOST:-${NONE:?never read}}', 'db'], ['$PRICE', '$HOST'], ['${NONE:-$$HOST}', '$HOST'],
  ['${NONE:-}', ''], ['é${HOST}é', 'édbé'], ['$HOSTé', 'dbé'],
])('%s gives %s', (template, text) => {
  expect(interpolate(template, variables)).toMatchObject({ ok: true, text });
});

test.each([
  ['${', 'is not a variable'],
  ['${}', 'is not a variable'],
  ['${HOST', '"${HOST" is not a variable: write ${NAME}, ${NAME:-default}, or $$ for a dollar sign'],
  ['${HOST }', 'is not a variable'],
  ['${1}', 'is not a variable'],
  ['${HOST!}', 'is not a variable'],
  ['${NONE:-two\nlines}', 'is not a variable'],
  ['${NONE:?}', 'the required variable NONE is missing'],
  ['${NONE?set it for $HOST}', 'the required variable NONE is missing: set it for db'],
  ['${EMPTY:?fill it}', 'the required variable EMPTY is missing: fill it'],
])('%j is refused: %s', (template, problem) => {
  expect(interpolate(template, variables)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
});

test('variables without a value and without a default are named once', () => {
  const result = interpolate('$A ${B:-x} ${C} $A ${D+y}', {});
  expect(result).toEqual({ ok: true, text: ' x   ', unset: ['A', 'C'] });
});

test('a look-up that inherits names of objects has no variable of that name', () => {
  expect(interpolate('$constructor|$__proto__', {})).toMatchObject({
    text: '|',
    unset: ['constructor', '__proto__'],
  });
});

test('nesting without end is refused instead of exhausting the stack', () => {
  const deep = `${'${A:-'.repeat(20_000)}x${'}'.repeat(20_000)}`;
  expect(interpolate(deep, {})).toEqual({
    ok: false,
    problem: 'variables are nested more than 50 levels deep',
  });
});

test('a result that grows without bound is refused', () => {
  const result = interpolate('$A'.repeat(5000), { A: 'x'.repeat(1000) });
  expect(result).toEqual({ ok: false, problem: 'the result is longer than 4194304 characters' });
});

test('text without a dollar sign stays the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const plain = text.replaceAll('$', '');
      expect(interpolate(plain, variables)).toEqual({ ok: true, text: plain, unset: [] });
    }),
  );
});

test('a doubled dollar sign escapes whatever follows', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(interpolate(text.replaceAll('$', '$$$$'), variables)).toEqual({ ok: true, text, unset: [] });
    }),
  );
});
