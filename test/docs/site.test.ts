/// <reference lib="dom" />
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserProgram, launchBrowser } from '../support/browser.ts';
import { folderAsSite } from './folder-as-site.ts';

const folder = 'docs/site/dist';
const origin = 'http://docs.test';
const { program, obstacle } = browserProgram();
let browser: Browser;

beforeAll(async () => {
  if (program === undefined) return;
  execFileSync(resolve('node_modules/.bin/pnpm'), ['--filter', '@docktopus/site', 'run', 'site'], {
    stdio: 'pipe',
  });
  browser = await launchBrowser(program);
}, 300_000);

afterAll(async () => {
  await browser?.close();
});

async function openPage(): Promise<Page> {
  const page = await browser.newPage();
  await folderAsSite(page, origin, folder);
  return page;
}

/** What a reader meets on one page. */
interface Visit {
  readonly errors: readonly string[];
  readonly ids: ReadonlySet<string>;
  /** Of this site, absolute. */
  readonly links: readonly string[];
}

test('every page opens without an error, and no link is dead', { timeout: 180_000 }, async ({ skip }) => {
  skip(program === undefined, obstacle);
  const page = await openPage();
  const visits = new Map<string, Visit>();
  for (const path of pages()) visits.set(path, await visit(page, path));
  await page.close();

  expect(visits.size).toBeGreaterThan(20);
  expect([...visits].flatMap(([path, { errors }]) => errors.map((error) => `${path}: ${error}`))).toEqual([]);
  const dead = [...visits].flatMap(([path, { links }]) =>
    links.filter((link) => isDead(new URL(link), visits)).map((link) => `${path}: ${link}`),
  );
  expect(dead).toEqual([]);
});

test('the search finds readyWhen', { timeout: 60_000 }, async ({ skip }) => {
  skip(program === undefined, obstacle);
  const page = await openPage();
  await page.goto(`${origin}/`);
  await page.locator('.VPNavBarSearch button').first().click();
  await page.locator('.VPLocalSearchBox input').fill('readyWhen');
  const results = page.locator('.VPLocalSearchBox .result');
  await results.first().waitFor();
  const targets = await page.evaluate<string[]>(hrefsOf('.VPLocalSearchBox .result'));
  expect(targets.join('\n')).toContain('/docs/guide/readiness');
  await page.close();
});

/** The pages' paths, as links write them. */
function pages(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html') && file !== '404.html')
    .map((file) => `/${file}`.replace(/\/index\.html$/, '/'));
}

async function visit(page: Page, path: string): Promise<Visit> {
  const errors: string[] = [];
  page.removeAllListeners();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('response', (response) => response.ok() || errors.push(`${response.status()} ${response.url()}`));
  await page.goto(`${origin}${path}`);
  // What scripts do once the page is there.
  await page.evaluate('new Promise((done) => requestIdleCallback(() => done()))');
  const ids = await page.evaluate<string[]>("[...document.querySelectorAll('[id]')].map(({ id }) => id)");
  const links = await page.evaluate<string[]>(hrefsOf('a[href]'));
  return { errors, ids: new Set(ids), links: links.filter((link) => link.startsWith(origin)) };
}

/** An expression for the browser. */
function hrefsOf(selector: string): string {
  return `[...document.querySelectorAll('${selector}')].map(({ href }) => href)`;
}

function isDead({ pathname, hash }: URL, visits: ReadonlyMap<string, Visit>): boolean {
  const target = visits.get(pathname) ?? visits.get(pathname.replace(/index\.html$/, ''));
  if (target === undefined) return true;
  return hash.length > 1 && !target.ids.has(decodeURIComponent(hash.slice(1)));
}
