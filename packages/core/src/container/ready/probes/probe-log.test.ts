import { expect, test } from 'vitest';
import { endOfFormerRun } from './probe-log.ts';

test.each([
  ['0001-01-01T00:00:00Z', undefined],
  ['2026-11-24T14:07:19.506611187Z', '1795529239.506611187'],
  ['2026-11-24T14:07:20.37006029Z', '1795529240.370060290'],
  ['2026-11-24T14:07:20Z', '1795529240.000000000'],
  ['', undefined],
])('the end of a former run: %s', (finishedAt, since) => {
  expect(endOfFormerRun(finishedAt)).toBe(since);
});
