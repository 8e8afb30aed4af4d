import { expect, test } from 'vitest';
import { expandWord } from './expand-word.ts';

const variables = new Map([
  ['NAME', 'app'],
  ['FILE', '/src/lib/app.tar.gz'],
  ['EMPTY', ''],
  ['SPACED', 'a b'],
]);

// biome-ignore format: a table reads better in rows
test.each([
  ['$NAME', 'app'], ['${NAME}s', 'apps'], ['$NAMEs', ''], ["'$NAME'", '$NAME'], ['"$NAME"', 'app'], ['\\$NAME', '$NAME'],
  ['"\\$NAME\\x"', '$NAME\\x'], ['$', '$'], ['a$ b', 'a$ b'], ['${NONE:-x}', 'x'], ['${EMPTY:-x}', 'x'], ['${EMPTY-x}', ''],
  ['${NAME:+y}', 'y'], ['${EMPTY+y}', 'y'], ['${NONE:-${NAME}}', 'app'], ['${NAME:?no}', 'app'], ['$1', ''], ['$10x', 'x'],
  ['${FILE#*/}', 'src/lib/app.tar.gz'], ['${FILE##*/}', 'app.tar.gz'], ['${FILE%.*}', '/src/lib/app.tar'],
  ['${FILE%%.*}', '/src/lib/app'], ['${FILE/lib/bin}', '/src/bin/app.tar.gz'], ['${FILE//a/A}', '/src/lib/App.tAr.gz'],
  ['${FILE//\\//:}', ':src:lib:app.tar.gz'], ['${NAME/?/_}', '_pp'], ['${NAME/z/_}', 'app'], ['${NAME//p/}', 'a'], ['${NAME//*/x}', 'x'],
])('%s gives %s', (word, text) => {
  expect(expandWord(word, variables).text).toBe(text);
});

// biome-ignore format: a table reads better in rows
test.each(['"open', "'open", '${NAME', '${', '${}', '${:x}', '${NONE:?gone}', '${EMPTY:?}', '${NAME!}', '${NAME/a}', '${NAME:#a}', '${NAME#\\a}'])('%s is refused', (word) => {
  expect(() => expandWord(word, variables)).toThrow();
});

test('white space splits unless it is quoted, that of a value included', () => {
  expect(expandWord('a$SPACED "$SPACED" c\\ d', variables).words).toEqual(['aa', 'b', 'a b', 'c d']);
});

test('variables without value or default are named', () => {
  expect([...expandWord('$A ${B} ${C:-x} $NAME', variables).unset]).toEqual(['A', 'B']);
});

test('the escape character is the file’s', () => {
  expect(expandWord('`$NAME \\$NAME', variables, { escape: '`' }).text).toBe('$NAME \\app');
});

test('a pattern of many stars takes no unreasonable time', () => {
  const long = new Map([['X', 'a'.repeat(2000)]]);
  expect(expandWord(`\${X#${'*a'.repeat(30)}*b}`, long).text).toHaveLength(2000);
});
