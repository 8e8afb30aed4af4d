import { expect, test } from 'vitest';
import { type PoolCounts, planPool } from './pool-plan.ts';

const none: PoolCounts = { warm: 0, starting: 0, leased: 0, leaving: 0, waiting: 0 };

test.each<[string, Partial<PoolCounts>, { start: number; spare: number }]>([
  ['empty', {}, { start: 2, spare: 0 }],
  ['on its way', { starting: 2 }, { start: 0, spare: 0 }],
  ['full', { warm: 2 }, { start: 0, spare: 0 }],
  ['leased from', { warm: 1, leased: 1 }, { start: 1, spare: 0 }],
  ['leased out', { leased: 5 }, { start: 0, spare: 0 }],
  ['nearly leased out', { leased: 4 }, { start: 1, spare: 0 }],
  ['not yet rid of the used ones', { leased: 3, leaving: 2 }, { start: 0, spare: 0 }],
  ['with callers waiting', { starting: 2, waiting: 2 }, { start: 2, spare: 0 }],
  ['with more callers than room', { starting: 2, leased: 2, waiting: 9 }, { start: 1, spare: 0 }],
  ['too full', { warm: 4 }, { start: 0, spare: 2 }],
  ['above its limit', { warm: 4, leased: 3 }, { start: 0, spare: 2 }],
])('a pool of 2 to 5 that is %s', (_, counts, expected) => {
  expect(planPool({ ...none, ...counts }, { min: 2, max: 5 })).toEqual(expected);
});
