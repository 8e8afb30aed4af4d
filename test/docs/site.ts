/// <reference lib="dom" />
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { folderAsSite } from './folder-as-site.ts';

const FOLDER = 'docs/site/dist';
export const ORIGIN = 'http://docs.test';

/** What a reader meets on one page. */
export interface Visit {
  readonly path: string;
  readonly errors: readonly string[];
  readonly ids: ReadonlySet<string>;
  /** Of this site, absolute. */
  readonly links: readonly string[];
  /** Blocks of code that scroll sideways beside the outline, by their first line. */
  readonly wideCode: readonly string[];
  /** Whether the page scrolls sideways on a telephone. */
  readonly wideOnPhone: boolean;
}

/** @param script `papers` is the site without the reference of the API, which takes longer than all of the rest. */
export function buildSite(script: 'papers' | 'site'): void {
  execFileSync(resolve('node_modules/.bin/pnpm'), ['--filter', '@docktopus/site', 'run', script], {
    stdio: 'pipe',
  });
}

/** The pages' paths, as links write them. */
function pagesOfSite(): readonly string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html') && file !== '404.html')
    .map((file) => `/${file}`.replace(/\/index\.html$/, '/'));
}

export async function openPage(browser: Pick<BrowserContext, 'newPage'>): Promise<Page> {
  const page = await browser.newPage();
  await folderAsSite(page, ORIGIN, FOLDER);
  return page;
}

/** Two at a time: one waits for its scripts while the other is drawn. */
export async function visitAll(browser: Pick<BrowserContext, 'newPage'>): Promise<readonly Visit[]> {
  const left = [...pagesOfSite()];
  const visits: Visit[] = [];
  const worker = async () => {
    const page = await openPage(browser);
    for (let path = left.shift(); path !== undefined; path = left.shift())
      visits.push(await visit(page, path));
    await page.close();
  };
  await Promise.all([worker(), worker()]);
  return visits;
}

/** Every error of every page, and every link to what is not there. */
export function problemsOf(
  visits: readonly Visit[],
  isBuilt: (pathname: string) => boolean = () => true,
): readonly string[] {
  const byPath = new Map(visits.map((visit) => [visit.path, visit]));
  const isDead = ({ pathname, hash }: URL) => {
    if (!isBuilt(pathname)) return false;
    const target = byPath.get(pathname) ?? byPath.get(pathname.replace(/index\.html$/, ''));
    if (target === undefined) return true;
    return hash.length > 1 && !target.ids.has(decodeURIComponent(hash.slice(1)));
  };
  return visits.flatMap(({ path, errors, links, wideCode, wideOnPhone }) => [
    ...errors.map((error) => `${path}: ${error}`),
    ...links.filter((link) => isDead(new URL(link))).map((link) => `${path}: dead link ${link}`),
    ...wideCode.map((line) => `${path}: code scrolls sideways: ${line}`),
    ...(wideOnPhone ? [`${path}: scrolls sideways on a telephone`] : []),
  ]);
}

/** An expression for the browser. */
export function hrefsOf(selector: string): string {
  return `[...document.querySelectorAll('${selector}')].map(({ href }) => href)`;
}

const WIDE_CODE = `[...document.querySelectorAll('.vp-doc div[class*="language-"] pre')]
  .filter((block) => block.scrollWidth > block.clientWidth)
  .map((block) => block.textContent.split('\\n', 1)[0])`;

async function visit(page: Page, path: string): Promise<Visit> {
  const errors: string[] = [];
  page.removeAllListeners();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('response', (response) => response.ok() || errors.push(`${response.status()} ${response.url()}`));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${ORIGIN}${path}`);
  // What scripts do once the page is there.
  await page.evaluate('new Promise((done) => requestIdleCallback(() => done()))');
  const ids = await page.evaluate<string[]>("[...document.querySelectorAll('[id]')].map(({ id }) => id)");
  const links = await page.evaluate<string[]>(hrefsOf('a[href]'));
  const wideCode = /^\/docs\/(guide|recipes)\//.test(path) ? await page.evaluate<string[]>(WIDE_CODE) : [];
  await page.setViewportSize({ width: 390, height: 844 });
  const wideOnPhone = await page.evaluate<boolean>(
    'document.documentElement.scrollWidth > window.innerWidth',
  );
  return {
    path,
    errors,
    ids: new Set(ids),
    links: links.filter((link) => link.startsWith(ORIGIN)),
    wideCode,
    wideOnPhone,
  };
}
