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
