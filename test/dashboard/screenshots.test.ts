import { mkdir, writeFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserProgram, launchBrowser } from '../support/browser.ts';
import { openPage } from './open-page.ts';
import { openShop } from './shop.ts';

const { program, obstacle } = browserProgram();
const FOLDER = 'docs/images';
/** `npm run screenshots` keeps them for the documentation. */
const KEEPS = Boolean(process.env.DOCKTOPUS_SCREENSHOTS);
let browser: Browser;

beforeAll(async () => {
  if (program !== undefined) browser = await launchBrowser(program);
});

afterAll(async () => {
  await browser?.close();
});

it('the views of the documentation can be photographed', async ({ skip }) => {
  skip(program === undefined, obstacle);
  await using shop = await openShop({ containers: 14, jobs: 200, actions: true });
  await using opened = await openPage(browser, shop.server.url, { width: 1180, height: 640 });
  const { page, go } = opened;
  const views = [
    ['overview', '#/', 'main table >> text=cache-1'],
    ['container', `#/containers/${shop.boxes[0]!.id}`, 'text=listening on port 80'],
    ['jobs', '#/jobs', 'text=call-200'],
    ['plan', '#/plan', 'svg >> text=container cache'],
  ] as const;
  for (const [name, hash, shows] of views) {
    await go(hash);
    await page.locator(shows).first().waitFor();
    // A line of what came in the meantime.
    if (KEEPS && name === 'overview') {
      const line = page.locator('.spark path').first();
      await expect.poll(async () => (await line.getAttribute('d'))?.split('L').length).toBeGreaterThan(6);
    }
    const picture = await page.screenshot({ animations: 'disabled' });
    expect(picture.byteLength).toBeGreaterThan(10_000);
    if (!KEEPS) continue;
    await mkdir(FOLDER, { recursive: true });
    await writeFile(`${FOLDER}/${name}.png`, picture);
  }
  expect(opened.complaints).toEqual([]);
});
