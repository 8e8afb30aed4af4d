import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { saidBy } from './bench.ts';
import { testsBelow } from './problem-sources.ts';
import { reasonEngineRows } from './reason-engine-rows.ts';
import { reasonRows } from './reason-rows.ts';
import { reasonRunnerRows } from './reason-runner-rows.ts';
import { reasonTexts } from './reason-sources.ts';
import { untestedReasons } from './untested-reasons.ts';

test.each(Object.entries({ ...reasonRows, ...reasonEngineRows, ...reasonRunnerRows }))(
  'the message for %s is this text',
  async (_, [act, text]) => {
    expect(await saidBy(act)).toBe(text);
  },
);

test('every reason and hint of an error stands in a test, or in the list of those that are still missing', () => {
  const packages = readdirSync('packages');
  const tests = [testsBelow('test'), ...packages.map((name) => testsBelow(`packages/${name}/src`))].join(
    '\n',
  );
  const texts = packages
    .filter((name) => name !== 'testing')
    .flatMap((name) =>
      reasonTexts(`packages/${name}/src`).map(({ file, parts }) => ({ file: `${name}/${file}`, parts })),
    );
  expect(texts.length).toBeGreaterThan(500);
  const untested = texts
    .filter(({ parts }) => !parts.every((part) => tests.includes(part)))
    .map(({ file, parts }) => `${file}: ${parts.join(' … ')}`);
  // A new text gets a row in this folder. An entry of the list whose text has a test by now is deleted.
  expect([...new Set(untested)].sort()).toEqual([...untestedReasons].sort());
});
