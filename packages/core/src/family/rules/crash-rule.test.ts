import { expect, test } from 'vitest';
import { afterEnd, type CrashRecord, NO_CRASHES } from './crash-rule.ts';

const settings = {
  restart: 'on-failure',
  most: 3,
  withinMs: 60_000,
  firstDelayMs: 1_000,
  longestDelayMs: 60_000,
} as const;

/** Ends at these moments, each after a run of so many milliseconds; what followed each of them. */
function play(ends: readonly (readonly [at: number, ranForMs: number])[], with_ = settings) {
  let record: CrashRecord = NO_CRASHES;
  return ends.map(([at, ranForMs]) => {
    const after = afterEnd(record, at, ranForMs, with_);
    record = after.record;
    return after.verdict;
  });
}

test('ends that come too often make a member fail for as long as they are counted', () => {
  expect(
    play([
      [0, 10],
      [2_000, 10],
      [5_000, 10],
    ]),
  ).toEqual([
    { next: 'restart', afterMs: 1_000 },
    { next: 'restart', afterMs: 2_000 },
    { next: 'failed', until: 65_000 },
  ]);
});

test('ends that are far apart are restarted each time, with a longer delay while runs are short', () => {
  const far = Array.from({ length: 8 }, (_, index) => [index * 40_000, 20_000] as const);
  expect(play(far).map((verdict) => verdict.next === 'restart' && verdict.afterMs)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
  ]);
});

test('a run that lasts forgets what was before it', () => {
  expect(
    play([
      [0, 10],
      [1_000, 10],
      [100_000, 99_000],
    ])[2],
  ).toEqual({ next: 'restart', afterMs: 1_000 });
});

test('a record stays small, however much is allowed', () => {
  let record: CrashRecord = NO_CRASHES;
  for (let at = 0; at < 1_000; at += 1)
    record = afterEnd(record, at, 0, { ...settings, most: 10_000 }).record;
  expect(record.ends).toHaveLength(100);
});
