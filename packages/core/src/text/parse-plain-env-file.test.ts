import { expect, test } from 'vitest';
import { parsePlainEnvFile } from './parse-plain-env-file.ts';

// biome-ignore format: a table reads better in rows
test.each([
  ['', []], ['A=1\n# c\n\nB=2', ['A=1', 'B=2']], ['  A=1  ', ['A=1  ']], ['A="x" # y', ['A="x" # y']], ['A=$HOME', ['A=$HOME']],
  ['A=1\r\nB=2\r\n', ['A=1', 'B=2']], ['\uFEFFA=1', ['A=1']], ['A=', ['A=']], ['GIVEN\nNONE', ['GIVEN=yes']], ['a.b=c=d', ['a.b=c=d']],
  ['A=1\nA=2', ['A=2']],
])('%j sets %j', (text, expected) => {
  const { values, problems } = parsePlainEnvFile(text, { GIVEN: 'yes' });
  expect(problems).toEqual([]);
  expect([...values].map(([name, value]) => `${name}=${value}`)).toEqual(expected);
});

test('lines that set nothing are told with their number, all at once', () => {
  const long = `A=${'x'.repeat(70_000)}`;
  expect(parsePlainEnvFile(`=x\nexport A=1\nA =1\nB=1\n${long}`).problems).toEqual([
    { line: 1, problem: 'the line has no name before the =' },
    { line: 2, problem: 'the name "export …" contains white space; write NAME=value' },
    { line: 3, problem: 'the name "A …" contains white space; write NAME=value' },
    { line: 5, problem: 'the line is longer than 65535 bytes' },
  ]);
});
