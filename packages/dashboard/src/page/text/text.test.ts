import { describe, expect, it, test } from 'vitest';
import { agoText, durationText } from './duration-text.ts';
import { sizeText } from './size-text.ts';
import { splitAround } from './split-around.ts';
import { styledRuns } from './styled-runs.ts';

test.each([
  [-5, '0s'],
  [59_999, '59s'],
  [60_000, '1m 0s'],
  [599_000, '9m 59s'],
  [600_000, '10m'],
  [3_600_000, '1h 0m'],
  [86_400_000 * 2 + 3_600_000 * 4, '2d 4h'],
])('%d ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test('a time that is not known is no text', () => {
  expect(agoText(undefined, 0)).toBe('');
  expect(agoText('2026-11-28T09:00:00Z', Date.parse('2026-11-28T09:00:12Z'))).toBe('12s');
  expect(agoText('2026-11-28T09:00:00Z', Date.parse('2026-11-28T09:03:59Z'))).toBe('3m');
  expect(agoText('2026-11-28T09:00:00Z', Date.parse('2026-11-28T14:03:59Z'))).toBe('5h 3m');
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [150 * 1024, '150 KiB'],
  [1.5 * 2 ** 30, '1.5 GiB'],
  [2 ** 50, '1024 TiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test.each([
  ['a Line and a LINE', 'line', ['a ', 'Line', ' and a ', 'LINE', '']],
  ['nothing', 'x', ['nothing']],
  ['İx', 'x', ['İx']],
])('%j is cut around %j', (text, found, parts) => {
  expect(splitAround(text, found)).toEqual(parts);
});

describe('a line of a log', () => {
  const esc = '\u001b';

  it.each<[what: string, line: string, runs: readonly string[]]>([
    ['without colours', 'plain <b>', ['plain <b>']],
    ['with a colour', `a ${esc}[31;1mred${esc}[0m b`, ['a ', 'red [ansi-red ansi-bold]', ' b']],
    ['with a background', `${esc}[42mx${esc}[m`, ['x [ansi-bg-green]']],
    ['that moves the cursor and clears the screen', `${esc}[2J${esc}[Hx${esc}[1;1Hy`, ['x', 'y']],
    ['that sets a title and a link', `${esc}]0;title\u0007a${esc}]8;;http://evil.test${esc}\\b`, ['ab']],
    ['with a title that does not end', `a${esc}]0;title`, ['a']],
    ['with a bell, a backspace and a C1 control', 'a\u0007\u0008\u009bb', ['ab']],
    ['that turns the direction of its text', 'a\u202egpj.exe', ['a�gpj.exe']],
    ['with a colour that has a number', `${esc}[38;5;200mx`, ['x']],
    ['with a broken sequence', `${esc}[31`, ['31']],
  ])('%s', (_, line, expected) => {
    const runs = styledRuns(line).map(
      ({ text, classes }) => `${text}${classes.length > 0 ? ` [${classes.join(' ')}]` : ''}`,
    );
    expect(runs.filter((run) => run !== '')).toEqual(expected);
  });

  it('is taken apart in linear time', { timeout: 60_000 }, () => {
    const cpuOf = (times: number) => {
      const before = process.cpuUsage();
      styledRuns(`${esc}]`.repeat(times));
      styledRuns(`${esc}[`.repeat(times));
      return process.cpuUsage(before).user;
    };
    cpuOf(2_000);
    expect(cpuOf(40_000) / Math.max(1_000, cpuOf(2_000))).toBeLessThan(100);
  });
});
