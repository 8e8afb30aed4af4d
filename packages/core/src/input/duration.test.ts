import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration, printDuration } from './duration.ts';

// biome-ignore format: a table reads better in rows
test.each([
  ['0', 0], ['-0', 0], ['+0', 0], ['0s', 0], ['5s', 5000], ['30s', 30_000], ['1478s', 1_478_000], ['-5s', -5000],
  ['+5s', 5000], ['5.0s', 5000], ['5.6s', 5600], ['5.s', 5000], ['.5s', 500], ['1.004s', 1004],
  ['100.00100s', 100_001], ['10ns', 1e-5], ['11us', 0.011], ['12µs', 0.012], ['12μs', 0.012], ['13ms', 13],
  ['14s', 14_000], ['15m', 900_000], ['16h', 57_600_000], ['3h30m', 12_600_000], ['1m30s', 90_000],
  ['10.5s4m', 250_500], ['-2m3.4s', -123_400], ['1h2m3s4ms', 3_723_004], ['39h9m14.425s', 140_954_425],
  ['5s5s', 10_000], ['0.3333333333333333333h', 1_200_000],
] as const)('%s is %d ms', (text, ms) => {
  const result = parseDuration(text);
  expect(result.ok).toBe(true);
  expect(result.ok && result.value).toBeCloseTo(ms, 6);
});

// biome-ignore format: a table reads better in rows
test.each([
  '', ' ', '3', '30', '-', '+', 's', '.', '-.', '.s', '+.s', '1d', '1w', '1y', '1 s', ' 1s', '1s ', '1S', '1M',
  '1e3s', '1,5s', '--5s', '5s-', '1m -30s', '1m-30s', '٣s', '1s\n', 'hello', '1m30', '5sec', '9223372036855s',
  '99999999999h', '0.0',
])('%j is refused', (text) => {
  expect(parseDuration(text).ok).toBe(false);
});

test.each([
  [0, '0s'],
  [500, '500ms'],
  [90_000, '1m30s'],
  [-5400_000, '-1h30m'],
  [3_723_004, '1h2m3s4ms'],
])('%d ms is printed as %s', (ms, text) => {
  expect(printDuration(ms)).toBe(text);
});

test('a printed duration parses to the same duration', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (ms) => {
      expect(parseDuration(printDuration(ms))).toEqual({ ok: true, value: ms });
    }),
  );
});
