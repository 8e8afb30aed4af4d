import { describe, expect, it, test } from 'vitest';
import { exitCodeFor } from './exit-code.ts';
import { tableText } from './table.ts';
import { wantsColor } from './terminal.ts';

describe('a table', () => {
  const columns = [{ title: 'NAME' }, { title: 'IMAGE', shrinks: true }, { title: 'PORTS', shrinks: true }];
  const rows = [
    ['web', 'registry.example/team/web:1.4', '127.0.0.1:8080->80/tcp'],
    ['database', 'postgres:16', ''],
  ];

  it('is as wide as its cells where there is no terminal', () => {
    expect(tableText(columns, rows, undefined)).toBe(
      [
        'NAME       IMAGE                           PORTS',
        'web        registry.example/team/web:1.4   127.0.0.1:8080->80/tcp',
        'database   postgres:16',
        '',
      ].join('\n'),
    );
  });

  it('fits the terminal: the last column that may be cut gives way first, and the others last', () => {
    const lines = tableText(columns, rows, 50).split('\n');
    expect(lines.map((line) => line.length <= 50)).toEqual(lines.map(() => true));
    expect(lines[1]).toBe('web        registry.example/team/web:1…   127.0.0…');
    expect(tableText(columns, rows, 10).split('\n')[1]).toBe('web        registr…   127.0.0…');
    const long = [{ title: 'NAME' }, { title: 'AGE' }];
    expect(tableText(long, [['a-name-that-is-long', '3m']], 16).split('\n')[1]).toBe('a-name-th…   3m');
  });

  it('cuts between characters', () => {
    expect(tableText([{ title: 'A', shrinks: true }], [['👍'.repeat(20)]], 10).split('\n')[1]).toBe(
      `${'👍'.repeat(4)}…`,
    );
  });

  it('counts the columns that characters take on a terminal', () => {
    const keys = [{ title: 'KEY' }, { title: 'STATE' }];
    const rows = [
      ['東京', 'a'],
      ['e\u0301te\u0301', 'b'],
      ['👩‍💻', 'c'],
      ['plain', 'd'],
    ];
    expect(tableText(keys, rows, 80)).toBe(
      ['KEY     STATE', '東京    a', 'e\u0301te\u0301     b', '👩‍💻      c', 'plain   d', ''].join('\n'),
    );
  });
});

test.each([
  [{ isTTY: true }, {}, true, true],
  [{ isTTY: true }, {}, false, false],
  [{ isTTY: true }, { NO_COLOR: '1' }, true, false],
  [{ isTTY: true }, { NO_COLOR: '' }, true, true],
  [{ isTTY: true }, { TERM: 'dumb' }, true, false],
  [{ isTTY: false }, {}, true, false],
  [{ isTTY: false }, { FORCE_COLOR: '1' }, true, true],
  [{ isTTY: true }, { FORCE_COLOR: '0' }, true, false],
])('on %j with %j and the flag %s, colours are %s', (stream, env, flag, wanted) => {
  expect(wantsColor({ ...stream, write: () => true }, env, flag)).toBe(wanted);
});

test.each([
  ['timeout', 124],
  ['engine.unreachable', 4],
  ['engine.disconnected', 1],
  ['policy.refused', 6],
  ['config.invalid', 3],
  ['spec.invalid', 3],
  ['container.not-found', 1],
])('an error %s ends with %d', (code, exitCode) => {
  expect(exitCodeFor(code)).toBe(exitCode);
});
