import { expect, test } from 'vitest';
import { OneTimeCodes } from './one-time-codes.ts';

test('a code opens once, and for half a minute', () => {
  const codes = new OneTimeCodes();
  const [used, late, kept] = [codes.issue(0), codes.issue(0), codes.issue(0)];
  expect([codes.take(used, 1), codes.take(used, 2)]).toEqual([true, false]);
  expect([codes.take(late, 30_000), codes.take(late, 1)]).toEqual([false, false]);
  expect([codes.take('', 1), codes.take('other', 1), codes.take(kept, 29_999)]).toEqual([false, false, true]);
});

test('of many codes the latest are known, so that asking for them takes no memory', () => {
  const codes = new OneTimeCodes();
  const issued = Array.from({ length: 40 }, () => codes.issue(0));
  expect(issued.filter((code) => codes.take(code, 1))).toEqual(issued.slice(-16));
});
