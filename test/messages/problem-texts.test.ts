import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { saidBy } from './bench.ts';
import { composeProblemRows } from './compose-problem-rows.ts';
import { composeServiceRows } from './compose-service-rows.ts';
import { engineProblemRows } from './engine-problem-rows.ts';
import { familyProblemRows } from './family-problem-rows.ts';
import { inputRows } from './input-rows.ts';
import { problemRows } from './problem-rows.ts';
import { problemTexts, testsBelow } from './problem-sources.ts';
import { runnerInputRows } from './runner-input-rows.ts';
import { runnerProblemRows } from './runner-problem-rows.ts';

const rows = {
  ...problemRows,
  ...inputRows,
  ...runnerInputRows,
  ...engineProblemRows,
  ...familyProblemRows,
  ...runnerProblemRows,
  ...composeProblemRows,
  ...composeServiceRows,
};

test.each(Object.entries(rows))('the whole text of the problem with %s', async (_, [act, text]) => {
  expect(await saidBy(act)).toBe(text);
});

const packages = readdirSync('packages');
const tests = [testsBelow('test'), ...packages.map((name) => testsBelow(`packages/${name}/src`))].join('\n');

test.each(packages)('every text of a problem in %s stands in a test', (name) => {
  const texts = problemTexts(`packages/${name}/src`);
  const untested = texts.filter(({ parts }) => !parts.every((part) => tests.includes(part)));
  expect(untested.map(({ file, parts }) => `${file}: ${parts.join(' … ')}`)).toEqual([]);
});
