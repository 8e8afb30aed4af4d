import { expect, test } from 'vitest';
import { expectedOutput, outputPattern } from '../examples/expected-output.ts';

test('the expected output is the code block under its heading', () => {
  const readme = '# 01\n\n```sh\nrun\n```\n\n## Expected output\n\nPrints:\n\n```text\na\nb\n```\n\nMore.\n';
  expect(expectedOutput(readme)).toBe('a\nb');
  expect(() => expectedOutput('# nothing')).toThrow('Expected output');
});

test.each([
  ['a (1)', 'a (1)\n', true],
  ['a (1)', 'a 1\n', false],
  ['a\nb', 'a\n', false],
  ['a', 'a\nb\n', false],
  ['port …', 'port 4711\n', true],
  ['port …', 'port 4711\nmore\n', false],
  ['a\n…\nz', 'a\nz\n', true],
  ['a\n…\nz', 'a\nb\nc\nz\n', true],
])('expected output %j against %j matches: %s', (expected, output, matches) => {
  expect(outputPattern(expected).test(output)).toBe(matches);
});
