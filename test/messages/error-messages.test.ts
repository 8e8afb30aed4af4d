import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { authorRows } from './author-rows.ts';
import { saidBy } from './bench.ts';
import { containerRows } from './container-rows.ts';
import { durableRows } from './durable-rows.ts';
import { engineRows } from './engine-rows.ts';
import { familyRows } from './family-rows.ts';
import { runnerRows } from './runner-rows.ts';

const tables = {
  engine: engineRows,
  containers: containerRows,
  'code of authors': authorRows,
  families: familyRows,
  runner: runnerRows,
  'durable jobs': durableRows,
};

/** Codes whose failure takes more than one process, or a store on disk; their suites look at their messages. */
const ELSEWHERE = [
  /^family\.(closing|failed|no-data|owned-elsewhere|unsafe)$/,
  /^job\.(stalled|expired|unreadable)$/,
  /^lease\./,
  /^queue\.(unavailable|full|locked|volatile|damaged|newer)$/,
];

describe.each(Object.entries(tables))('the message of the %s for', (_, rows) => {
  test.each(Object.entries(rows))('%s is this text', async (code, [act, text]) => {
    expect(await saidBy(act)).toBe(`${code}: ${text}`);
  });
});

test('each code of core and runner has its text here, or in the suite of what fails with it', () => {
  const here = Object.values(tables).flatMap((rows) => Object.keys(rows));
  const missing = codesOf('packages/core', 'packages/runner').filter((code) => !here.includes(code));
  expect(missing.filter((code) => !ELSEWHERE.some((pattern) => pattern.test(code)))).toEqual([]);
});

function codesOf(...packages: readonly string[]): readonly string[] {
  const files = packages.flatMap((folder) =>
    [`${folder}/src/errors/error-codes.ts`, `${folder}/src/error-codes.ts`].filter(existsSync),
  );
  expect(files).toHaveLength(packages.length);
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^ {2}(?:'([a-z]+\.[a-z-]+)'|([a-z]+)): /gm)].map(
      (match) => match[1] ?? match[2] ?? '',
    ),
  );
}
