import { expect, test } from 'vitest';
import { agoText } from './ago-text.ts';
import { logPrefixes } from './log-prefix.ts';
import { readMoment, readSpan } from './read-span.ts';

test.each([
  ['90s', 90_000],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['250ms', 250],
  ['2d', 172_800_000],
  ['30', 30_000],
  ['0', 0],
])('%s is a span of %d ms', (text, ms) => {
  expect(readSpan(text, '--timeout')).toBe(ms);
});

test.each(['', 's', '-5s', '5 s', '5x', '1h5', '1e3s', 'NaN', 'Infinity'])('%j is no span', (text) => {
  expect(() => readSpan(text, '--timeout')).toThrow(`--timeout: got '${text}', expected a span of time`);
});

test.each([
  ['2026-11-28T09:00:00Z', '2026-11-28T09:00:00.000Z'],
  ['2026-11-28', '2026-11-28T00:00:00.000Z'],
  ['1795852800', '2026-11-28T08:00:00.000Z'],
  ['10m', '2026-11-28T08:50:00.000Z'],
])('%s is the moment %s', (text, iso) => {
  expect(readMoment(text, '--since', Date.parse('2026-11-28T09:00:00Z')).toISOString()).toBe(iso);
});

test.each([
  ['2026-11-28T08:59:48Z', '12s'],
  ['2026-11-28T08:00:00Z', '1h'],
  ['2026-11-20T09:00:00Z', '8d'],
  ['2026-11-29T09:00:00Z', '0s'],
])('%s is %s ago', (iso, text) => {
  expect(agoText(iso, Date.parse('2026-11-28T09:00:00Z'))).toBe(text);
});

test('prefixes have one width, and one container alone has none', () => {
  const plain = (_: unknown, text: string) => text;
  expect(logPrefixes(['web', 'database'], plain)).toEqual(['web      | ', 'database | ']);
  expect(logPrefixes(['web'], plain)).toEqual(['']);
});
