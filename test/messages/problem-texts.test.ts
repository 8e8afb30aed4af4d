import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { saidBy } from './bench.ts';
import { engineProblemRows } from './engine-problem-rows.ts';
import { familyProblemRows } from './family-problem-rows.ts';
import { problemRows } from './problem-rows.ts';
import { problemTexts, testsBelow } from './problem-sources.ts';

const rows = { ...problemRows, ...engineProblemRows, ...familyProblemRows };

test.each(Object.entries(rows))('the whole text of the problem with %s', async (_, [act, text]) => {
  expect(await saidBy(act)).toBe(text);
});

const tests = [
  testsBelow('test'),
  ...readdirSync('packages').map((name) => testsBelow(`packages/${name}/src`)),
].join('\n');

test.each(['core', 'queue'])('every text of a problem in %s stands in a test', (name) => {
  const texts = problemTexts(`packages/${name}/src`);
  const untested = texts.filter(({ parts }) => !parts.every((part) => tests.includes(part)));
  expect(untested.map(({ file, parts }) => `${file}: ${parts.join(' … ')}`)).toEqual([]);
});
