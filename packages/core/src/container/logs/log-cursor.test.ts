import { expect, test } from 'vitest';
import { epochText, LogCursor } from './log-cursor.ts';
import type { LogLine } from './log-line.ts';

test.each([
  ['2026-11-24T13:59:59.741101005Z', '1795528799.741101005'],
  ['2026-11-24T13:59:59.7Z', '1795528799.700000000'],
  ['2026-11-24T13:59:59Z', '1795528799.000000000'],
  ['2026-11-24T14:59:59.000000001+01:00', '1795528799.000000001'],
])('%s is %s', (time, text) => {
  expect(epochText(time)).toBe(text);
});

const at = (second: number, line: string, stream: LogLine['stream'] = 'stdout'): LogLine => ({
  stream,
  line,
  time: `2026-11-24T14:00:0${second}Z`,
});

test('after an interruption, exactly the lines that were seen are skipped', () => {
  const cursor = new LogCursor();
  const seen = [at(1, 'a'), at(2, 'b'), at(2, 'b'), at(2, 'c')].filter((line) => cursor.accept(line));
  expect(seen).toHaveLength(4);

  cursor.rewind();
  const replay = [at(2, 'b'), at(2, 'b'), at(2, 'c'), at(2, 'b'), at(2, 'c', 'stderr'), at(3, 'd')];

  expect(replay.filter((line) => cursor.accept(line)).map(({ stream, line }) => `${stream} ${line}`)).toEqual(
    ['stdout b', 'stderr c', 'stdout d'],
  );
});

test('without a line there is no place to continue from', () => {
  expect(new LogCursor().since).toBeUndefined();
});

test('of a moment in which very many lines came, a thousand are told apart', () => {
  const cursor = new LogCursor();
  const lines = Array.from({ length: 1_200 }, (_, index) => at(1, `line ${index}`));
  expect(lines.filter((line) => cursor.accept(line))).toHaveLength(1_200);
  cursor.rewind();
  expect(lines.filter((line) => cursor.accept(line)).map(({ line }) => line)).toEqual(
    lines.slice(1_000).map(({ line }) => line),
  );
});

test('long lines that differ at their beginning or in their length are told apart', () => {
  const cursor = new LogCursor();
  const long = 'x'.repeat(100_000);
  cursor.accept(at(1, long));
  cursor.rewind();
  const replay = [at(1, long), at(1, `y${long.slice(1)}`), at(1, `${long}x`)];
  expect(replay.filter((line) => cursor.accept(line))).toHaveLength(2);
});
