import { expect, test } from 'vitest';
import { Problems, plainOf, valueText } from '../tree/index.ts';
import { parseYaml } from './parse-yaml.ts';

function read(text: string) {
  const problems = new Problems();
  const documents = parseYaml(text, 'compose.yaml', problems);
  return { values: documents.map((document) => plainOf(document)), issues: problems.issues };
}

// biome-ignore format: a table reads better in rows
test.each<[string, unknown]>([
  ['yes', 'yes'], ['Off', 'Off'], ['n', 'n'], ['True', true], ['FALSE', false], ['~', null], ['', null],
  ['12', 12], ['0o17', 15], ['017', 15], ['0x1F', 31], ['0b101', 5], ['1_000', 1000], ['089', 89],
  ['1.50', 1.5], ['1e3', 1000], ['.inf', Number.POSITIVE_INFINITY], ['1.2.3', '1.2.3'], ['12:34', '12:34'],
  ['"yes"', 'yes'], ["'12'", '12'], ['!!str 12', '12'], ['|\n  a\n  b', 'a\nb\n'], ['>-\n  a\n  b', 'a b'],
])('the value %j is read as %j', (text, value) => {
  expect(read(`a: ${text}\n`)).toEqual({ values: [{ a: value }], issues: [] });
});

// biome-ignore format: a table reads better in rows
test.each([
  ['1.0', '1'], ['999999.0', '999999'], ['1000000', '1000000'], ['1000000.0', '1e+06'], ['1e5', '100000'],
  ['123456789.125', '1.23456789125e+08'], ['0.0001', '0.0001'], ['0.00001', '1e-05'], ['1e300', '1e+300'],
  ['1e999', '1e999'], ['.inf', '+Inf'], ['.nan', 'NaN'], ['-0.0', '-0'], ['!!float 1000000', '1e+06'],
  ['18446744073709551615', '18446744073709551615'], ['18446744073709551616', '1.8446744073709552e+19'],
  ['0xFFFFFFFFFFFFFFFFF', '0xFFFFFFFFFFFFFFFFF'], ['1_000', '1000'],
])('the number %s is %s where text belongs', (written, text) => {
  expect(parseYaml(written, 'compose.yaml', new Problems()).map(valueText)).toEqual([text]);
});

test('an alias repeats its anchor, and << fills in what a mapping does not say itself', () => {
  const text = `
base: &base { image: nginx, tty: true }
more: &more { tty: false, init: true }
one: { <<: *base, image: redis }
two: { <<: [*base, *more] }
three: *base
`;
  expect(read(text).values[0]).toMatchObject({
    one: { image: 'redis', tty: true },
    two: { image: 'nginx', tty: true, init: true },
    three: { image: 'nginx', tty: true },
  });
});

test.each([
  ['a: |\n  b', 'b'],
  ['a: |\n  b\n', 'b\n'],
  ['a: |\n  b\n  c', 'b\nc'],
  ['a: >\n  b\n  c', 'b c'],
  ['a: |+\n  b\n\n', 'b\n\n'],
])('the block of %j ends as the file does: %j', (text, value) => {
  expect(read(text).values).toEqual([{ a: value }]);
});

test('a date within an extension is text', () => {
  expect(read('x-built: { at: [2020-01-02] }\na: b\n')).toEqual({
    values: [{ 'x-built': { at: ['2020-01-02'] }, a: 'b' }],
    issues: [],
  });
});

test('several documents are read in order, and an empty file holds none', () => {
  expect(read('a: 1\n---\nb: 2\n').values).toEqual([{ a: 1 }, { b: 2 }]);
  expect(read('# nothing\n')).toEqual({ values: [], issues: [] });
});

test.each([
  ['a: 1\nb: 2\na: 3\n', { got: 'the key twice, first in line 1', line: 3, column: 1 }],
  ['a: *none\n', { got: '*none', line: 1, column: 4 }],
  ['a: &x\n  b: *x\n', { got: '*x within &x', line: 2, column: 6 }],
  ['a:\n  __proto__: { b: 1 }\n', { got: 'the key __proto__', line: 2, column: 3 }],
  ['a: 2020-01-02\n', { got: 'the date 2020-01-02', hint: 'write "2020-01-02" in quotes' }],
  ['a: &a { b: 1 }\nc: { <<: *a, <<: *a }\n', { got: 'the key twice, first in line 2', line: 2, column: 14 }],
  ['a:\n  <<: 1\n', { got: '1', expected: 'a mapping, or a list of mappings' }],
  ['? [a]\n: 1\n', { got: 'a list or mapping as a key' }],
  ['a: [1\n', { expected: 'valid YAML' }],
  ['8080: 1\n', { got: 'the key 8080', expected: 'text' }],
])('%j is refused with its place', (text, issue) => {
  expect(read(text).issues).toContainEqual(expect.objectContaining({ file: 'compose.yaml', ...issue }));
});

test('a file whose aliases multiply is refused before it grows', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level++) {
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  expect(read(lines.join('\n')).issues[0]?.got).toBe('aliases that repeat without end');
});

test.each([
  ['lists', '['.repeat(5000) + ']'.repeat(5000)],
  ['mappings', Array.from({ length: 150 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
])('%s without end are refused', (_what, text) => {
  expect(read(text).issues[0]?.expected).toMatch(/^at most 100 levels/);
});

test('a file is read in time that is linear in its keys', { timeout: 60_000 }, () => {
  const cpuOf = (keys: number) => {
    const text = Array.from({ length: keys }, (_, index) => `key${index}: ${index}`).join('\n');
    const before = process.cpuUsage();
    expect(read(text).issues).toEqual([]);
    return process.cpuUsage(before).user;
  };
  cpuOf(2_000);
  const short = cpuOf(2_000);
  // Ten times for ten times the keys; a hundred times if it were quadratic.
  expect(cpuOf(20_000) / short).toBeLessThan(40);
});

test('a file of more than two million characters is refused', () => {
  expect(read(`a: ${'x'.repeat(2 * 1024 * 1024)}`).issues[0]?.expected).toBe('at most 2097152');
});

test.each([
  ['a value', 'a: x\u0007y\n', 1, 5, '0007'],
  ['quotes', '\n\na: "x\u001by"\n', 3, 6, '001B'],
  ['a comment', 'a: 1 # \u0000\n', 1, 8, '0000'],
  ['a key', 'a\u007fb: 1\n', 1, 2, '007F'],
  ['a text of several lines', 'a: |\n  x\n  y\u0085\n', 3, 4, '0085'],
  ['a file whose lines end in older ways', 'a: 1\r\nb: 2\rc: \ufffe\n', 3, 4, 'FFFE'],
])(
  'a control character in %s is refused with its place, as Docker Compose does',
  (_, text, line, column, code) => {
    expect(read(text).issues).toEqual([
      {
        path: 'compose.yaml',
        file: 'compose.yaml',
        line,
        column,
        got: `the control character U+${code}`,
        expected: 'text that can be printed',
        hint: 'write it as an escape, in double quotes',
      },
    ]);
  },
);

test('a control character that is written as an escape is read', () => {
  expect(read('a: "x\\e\\0\\x7f\\u0085y"\n').values).toEqual([{ a: 'x\u001b\0\u007f\u0085y' }]);
});

test('half of a surrogate pair is refused, and a character beyond the first 65,536 is read', () => {
  expect(read('a: "\\ud800"\n').issues).toMatchObject([
    { line: 1, column: 4, got: 'half of a surrogate pair', expected: 'a text of whole characters' },
  ]);
  expect(read('a: \u{1F600}\n')).toEqual({ values: [{ a: '\u{1F600}' }], issues: [] });
});

test('lines may end with a carriage return', () => {
  expect(read('a: 1\rb:\r  c: 2\r\n').values).toEqual([{ a: 1, b: { c: 2 } }]);
});
