import { expect, test } from 'vitest';
import { buildSite, problemsOf, visitAll } from '../docs/site.ts';
import { browserProgram, launchBrowser } from '../support/browser.ts';

const { program, obstacle } = browserProgram();

test('the whole site, with the reference of the API, opens without an error and has no dead link', {
  timeout: 1_200_000,
}, async ({ skip }) => {
  skip(program === undefined, obstacle);
  buildSite('site');
  const browser = await launchBrowser(program ?? '');
  try {
    const visits = await visitAll(browser);
    expect(visits.filter(({ path }) => path.startsWith('/docs/api/')).length).toBeGreaterThan(5);
    expect(problemsOf(visits)).toEqual([]);
  } finally {
    await browser.close();
  }
});
