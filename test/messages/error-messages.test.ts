import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { authorRows } from './author-rows.ts';
import { saidBy } from './bench.ts';
import { composeRows } from './compose-rows.ts';
import { containerRows } from './container-rows.ts';
import { dashboardRows } from './dashboard-rows.ts';
import { durableRows } from './durable-rows.ts';
import { engineRows } from './engine-rows.ts';
import { familyRows } from './family-rows.ts';
import { runnerRows } from './runner-rows.ts';
import { storeRows } from './store-rows.ts';

const tables = {
  engine: engineRows,
  containers: containerRows,
  'code of authors': authorRows,
  families: familyRows,
  runner: runnerRows,
  'durable jobs': durableRows,
  'stores of jobs': storeRows,
  'Compose projects': composeRows,
  dashboard: dashboardRows,
};

describe.each(Object.entries(tables))('the message of the %s for', (_, rows) => {
  test.each(Object.entries(rows))('%s is this text', async (code, [act, text]) => {
    expect(await saidBy(act)).toBe(`${code}: ${text}`);
  });
});

test('each code of each package has its text here', () => {
  const here = Object.values(tables).flatMap((rows) => Object.keys(rows));
  expect(declaredCodes().filter((code) => !here.includes(code))).toEqual([]);
  expect(here.filter((code, index) => here.indexOf(code) !== index)).toEqual([]);
});

/** The codes that packages add to `ErrorCodes`. */
function declaredCodes(): readonly string[] {
  const files = readdirSync('packages').flatMap((name) =>
    readdirSync(`packages/${name}/src`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('error-codes.ts'))
      .map((file) => `packages/${name}/src/${file}`),
  );
  expect(files.length).toBeGreaterThanOrEqual(4);
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^ {2}(?:'([a-z]+\.[a-z-]+)'|([a-z]+)): /gm)].map(
      (match) => match[1] ?? match[2] ?? '',
    ),
  );
}
