import { expect, test } from 'vitest';
import { parseEnvFile } from './parse-env-file.ts';

const outside = { USER: 'ada', EMPTY: '' };
const values = (text: string) => Object.fromEntries(parseEnvFile(text, outside).values);

// biome-ignore format: a table reads better in rows
test.each([
  ['', {}], ['\n\n# nothing\n', {}], ['A=1', { A: '1' }], ['A = 1 ', { A: '1' }], ['A: 1', { A: '1' }],
  ['A=1\r\nB=2\r\n', { A: '1', B: '2' }], ['\uFEFFA=1', { A: '1' }], ['\t A=1', { A: '1' }], ['A=', { A: '' }],
  ['export A=1', { A: '1' }], ['export\tA=1', { A: '1' }], ['exported=1', { exported: '1' }], ['export=1', { export: '1' }],
  ['A=b # c', { A: 'b' }], ['A=b#c', { A: 'b#c' }], ['A="b # c" # d', { A: 'b # c' }], ["A='b # c'", { A: 'b # c' }],
  ['A=x=y', { A: 'x=y' }], ['A=http://h:1/?q=1', { A: 'http://h:1/?q=1' }], ['a.b-c[0]=1', { 'a.b-c[0]': '1' }],
  ['A="two\nlines"\nB=1', { A: 'two\nlines', B: '1' }], ["A='it\\'s'", { A: "it's" }], ['A="say \\"hi\\""', { A: 'say "hi"' }],
  ['A="\\t|\\n|\\\\|\\q|\\0101|\\07"', { A: '\t|\n|\\|\\q|A|\\7' }], ["A='\\n$USER'", { A: '\\n$USER' }],
  ['A=$USER', { A: 'ada' }], ['A="${USER}s"', { A: 'adas' }], ['A="\\$USER"', { A: '$USER' }], ['A=$$USER', { A: '$USER' }],
  ['A=1\nB=${A}2', { A: '1', B: '12' }], ['USER=bob\nA=$USER', { USER: 'bob', A: 'ada' }], ['A=${NONE:-x}', { A: 'x' }],
  ['USER', { USER: 'ada' }], ['USER\nNONE\nEMPTY\n', { USER: 'ada', EMPTY: '' }], ['A=1\nA=2', { A: '2' }],
  ['ключ=значение', { ключ: 'значение' }], ['__proto__=1', JSON.parse('{"__proto__":"1"}')],
])('%j sets %j', (text, expected) => {
  expect(values(text)).toEqual(expected);
});

test.each([
  ['A=1\nB $C\nD=2', 2, 'unexpected character "$" in the name of a variable'],
  ['A=1\nNOT SET\n', 2, 'the name "NOT …" contains a space; write NAME=value'],
  ['A=1\n\nB="open\nC=2', 3, 'the quote " is never closed'],
  ['A="a\nb"\nB=${', 3, '"${" is not a variable: write ${NAME}, ${NAME:-default}, or $$ for a dollar sign'],
  ['A="a\nb${C:?needed}"', 1, 'the required variable C is missing: needed'],
])('%j is refused in line %d: %s', (text, line, problem) => {
  expect(parseEnvFile(text).problems[0]).toEqual({ line, problem });
});

test('all lines with problems are reported at once, and the others are read', () => {
  const file = parseEnvFile('A=1\nB C=2\nD$=3\nE=4');
  expect(file.problems.map(({ line }) => line)).toEqual([2, 3]);
  expect(Object.fromEntries(file.values)).toEqual({ A: '1', E: '4' });
});

test('a variable that nothing sets is empty and named', () => {
  const file = parseEnvFile('A=<$NONE>');
  expect([file.values.get('A'), file.unset]).toEqual(['<>', ['NONE']]);
});

test('values are read as text: nothing in them is run', () => {
  expect(values('A=$(touch /tmp/x) `id`')).toEqual({ A: '$(touch /tmp/x) `id`' });
});
