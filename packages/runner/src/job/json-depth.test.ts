import { expect, test } from 'vitest';
import { isTooDeep, MOST_LEVELS } from './json-depth.ts';

const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

test.each<[what: string, json: string, tooDeep: boolean]>([
  ['lists at the limit', nested(MOST_LEVELS, '[', ']'), false],
  ['lists beyond it', nested(MOST_LEVELS + 1, '[', ']'), true],
  ['records at the limit', `${'{"a":'.repeat(MOST_LEVELS)}1${'}'.repeat(MOST_LEVELS)}`, false],
  ['records beyond it', `${'{"a":'.repeat(MOST_LEVELS + 1)}1${'}'.repeat(MOST_LEVELS + 1)}`, true],
  ['many lists beside each other', JSON.stringify(Array.from({ length: 2_000 }, () => [[]])), false],
  ['brackets in a text', JSON.stringify('[{'.repeat(MOST_LEVELS)), false],
  ['brackets in a text with quotes and backslashes', JSON.stringify('\\"[{'.repeat(MOST_LEVELS)), false],
  ['what no list ends', '['.repeat(MOST_LEVELS + 1), true],
])('%s', (_, json, tooDeep) => {
  expect(isTooDeep(json)).toBe(tooDeep);
});
