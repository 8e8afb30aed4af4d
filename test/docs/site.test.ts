import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserProgram, launchBrowser } from '../support/browser.ts';
import { buildSite, hrefsOf, ORIGIN, openPage, problemsOf, visitAll } from './site.ts';

const { program, obstacle } = browserProgram();
let browser: Browser;

beforeAll(async () => {
  if (program === undefined) return;
  buildSite('papers');
  browser = await launchBrowser(program);
}, 300_000);

afterAll(async () => {
  await browser?.close();
});

test('every page opens without an error, fits its window and a telephone, and has no dead link', {
  timeout: 180_000,
}, async ({ skip }) => {
  skip(program === undefined, obstacle);
  const visits = await visitAll(browser);
  expect(visits.length).toBeGreaterThan(60);
  // The reference of the API is built, and visited, by `npm run proof`.
  expect(problemsOf(visits, (pathname) => !pathname.startsWith('/docs/api/'))).toEqual([]);
});

test('the search finds readyWhen', { timeout: 60_000 }, async ({ skip }) => {
  skip(program === undefined, obstacle);
  const page = await openPage(browser);
  await page.goto(`${ORIGIN}/`);
  await page.locator('.VPNavBarSearch button').first().click();
  await page.locator('.VPLocalSearchBox input').fill('readyWhen');
  const results = page.locator('.VPLocalSearchBox .result');
  await results.first().waitFor();
  const targets = await page.evaluate<string[]>(hrefsOf('.VPLocalSearchBox .result'));
  expect(targets.join('\n')).toContain('/docs/guide/readiness');
  await page.close();
});

test.for(
  ['light', 'dark'].flatMap((scheme) =>
    ['/', '/docs/guide/getting-started.html', '/docs/guide/containers.html', '/docs/errors.html'].map(
      (path) => [path, scheme as 'light' | 'dark'] as const,
    ),
  ),
)(
  'axe finds nothing on %s in the %s scheme',
  { timeout: 60_000 },
  async ([path, scheme], { skip, expect }) => {
    skip(program === undefined, obstacle);
    const page = await openPage(browser);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto(`${ORIGIN}${path}`);
    expect(await page.evaluate<boolean>("document.documentElement.classList.contains('dark')")).toBe(
      scheme === 'dark',
    );
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
    const violations = await page.evaluate<string[]>(`axe.run().then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target + ': ' + failureSummary)))`);
    expect(violations).toEqual([]);
    await page.close();
  },
);
