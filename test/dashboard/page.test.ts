/// <reference lib="dom" />
import { withResolvers } from '@docktopus/core/kit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserProgram, launchBrowser } from '../support/browser.ts';
import { axeFindings, openPage } from './open-page.ts';
import { openShop } from './shop.ts';

const { program, obstacle } = browserProgram();
let browser: Browser;

beforeAll(async () => {
  if (program !== undefined) browser = await launchBrowser(program);
});

afterAll(async () => {
  await browser?.close();
});

const views = (id: string): readonly (readonly [hash: string, shows: string])[] => [
  ['#/', 'main table >> text=cache-1'],
  [`#/containers/${id}`, 'text=listening on port 80'],
  [`#/containers/${id}/stats`, '.u-over'],
  [`#/containers/${id}/spec`, 'text=HostConfig.Memory'],
  [`#/containers/${id}/events`, 'h2:text("States") >> visible=true'],
  ['#/plan', 'svg >> text=container cache'],
  ['#/families', 'text=tenant-11'],
  ['#/jobs', 'text=call-1000'],
  ['#/jobs/call-999', 'text=exit code 2 after 3 attempts'],
  ['#/failures', 'h1:text("Failures")'],
];

describe('with 50 containers and 1,000 jobs', () => {
  it('every view shows what it has, without an error', async ({ skip }) => {
    skip(program === undefined, obstacle);
    await using shop = await openShop({ actions: true });
    await using opened = await openPage(browser, shop.server.url);
    for (const [hash, shows] of views(shop.boxes[0]!.id!)) {
      await opened.go(hash);
      await opened.page.locator(shows).first().waitFor();
    }
    expect(opened.complaints).toEqual([]);
  });

  it('the overview counts, searches, and leads to a container by the keyboard', async ({ skip }) => {
    skip(program === undefined, obstacle);
    await using shop = await openShop();
    await using opened = await openPage(browser, shop.server.url);
    const { page } = opened;
    await page.locator('.total', { hasText: 'running' }).getByText('41 of 50').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(50);
    await page.keyboard.press('/');
    await page.keyboard.type('mail exit');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(0);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('web');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(10);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'web-1' }).waitFor();
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog[open]').count()).toBe(0);
    await page.keyboard.press('4');
    await page.locator('h1', { hasText: 'Jobs' }).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('jobs are filtered by state and name, page by page, and the address keeps the filter', async ({
    skip,
  }) => {
    skip(program === undefined, obstacle);
    await using shop = await openShop({ containers: 1 });
    await using opened = await openPage(browser, shop.server.url);
    const { page } = opened;
    await opened.go('#/jobs');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(50);
    await page.getByText('More').click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(100);
    await page.locator('.chips').getByText('dead').click();
    await page.locator('select').selectOption('build');
    await expect.poll(() => page.url()).toContain('#/jobs?state=dead&job=build');
    await expect
      .poll(() => page.locator('tbody tr td[data-label=Job]').allTextContents())
      .toEqual(Array(48).fill('build'));
    await page.reload();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(48);
  });

  it('the page fits a screen of 360 pixels', async ({ skip }) => {
    skip(program === undefined, obstacle);
    await using shop = await openShop();
    await using opened = await openPage(browser, shop.server.url, { width: 360, height: 740 });
    for (const [hash, shows] of views(shop.boxes[0]!.id!)) {
      await opened.go(hash);
      await opened.page.locator(shows).first().waitFor({ state: 'attached' });
      expect([hash, await opened.page.evaluate('document.documentElement.scrollWidth')]).toEqual([hash, 360]);
    }
  });
});

it('axe finds nothing serious in any view, light and dark', async ({ skip }) => {
  skip(program === undefined, obstacle);
  await using shop = await openShop({ actions: true, containers: 9 });
  await using opened = await openPage(browser, shop.server.url);
  const findings: string[] = [];
  for (const [hash, shows] of views(shop.boxes[0]!.id!)) {
    await opened.go(hash);
    await opened.page.locator(shows).first().waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await opened.page.emulateMedia({ colorScheme });
      const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined;
      const found = await axeFindings(opened.page, rules);
      findings.push(...found.map((finding) => `${hash} ${colorScheme} ${finding}`));
    }
  }
  expect(findings).toEqual([]);
});

describe('while one looks', () => {
  it('a container that dies says so, with its exit code, its last line and a failure', async ({ skip }) => {
    skip(program === undefined, obstacle);
    await using shop = await openShop({ containers: 1 });
    const { promise: told, resolve: die } = withResolvers();
    shop.engine.container('victim', async ({ stderr }) => {
      stderr('about to fail\n');
      await told;
      return 7;
    });
    const box = await shop.shop.container('shop/web:1.4').name('victim').create();
    await box.start({ until: 'started' });
    await using opened = await openPage(browser, shop.server.url);
    const { page } = opened;
    await page.getByRole('link', { name: 'victim' }).click();
    await page.locator('h1 + .badge', { hasText: 'running' }).waitFor();
    await page.locator('.log', { hasText: 'about to fail' }).waitFor();
    die();
    await page.locator('h1 + .badge', { hasText: 'exit 7' }).waitFor();
    await page.locator('.log', { hasText: 'about to fail' }).waitFor();
    await page.getByText('the container has ended').waitFor();
    await expect
      .poll(() => page.locator('.band').getAttribute('aria-label'))
      .toMatch(/running for \d+s, exit 7 for/);
    await box.remove();
    await page.locator('h1 + .badge', { hasText: 'removed' }).waitFor();
    await opened.go('#/failures');
    await page.locator('.failures li', { hasText: 'exit code 7' }).waitFor();
  });

  it('a flood of lines is shown at its end, counts what it leaves out, and can be paused and searched', async ({
    skip,
  }) => {
    skip(program === undefined, obstacle);
    await using shop = await openShop({ containers: 1 });
    const flood = await shop.shop.container('shop/flood:1').env({ LINES: '60000' }).create();
    await using opened = await openPage(browser, shop.server.url);
    const { page } = opened;
    await opened.go(`#/containers/${flood.id}`);
    await page.locator('.log').waitFor();
    await flood.start({ until: 'started' });
    await page.locator('.line', { hasText: 'listening on port 80' }).waitFor();
    expect(await page.locator('.line').count()).toBeLessThanOrEqual(5_000);
    await page.getByText('lines came too fast to show').waitFor();
    await page.locator('[data-search]').fill('line 59999 of');
    await expect.poll(() => page.locator('.line').count()).toBe(1);
    expect(await page.locator('mark').textContent()).toBe('line 59999 of');
    await page.locator('[data-search]').fill('');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Follow' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString().trimEnd().split('\n')).toHaveLength(60_001);
  });

  it('a dashboard that restarts is found again, and shows what is there then', async ({ skip }) => {
    skip(program === undefined, obstacle);
    const token = 'a-token-that-stays';
    const first = await openShop({ containers: 3, token });
    const port = Number(new URL(first.server.origin).port);
    await using opened = await openPage(browser, first.server.url);
    const { page } = opened;
    await expect.poll(() => page.locator('tbody tr').count()).toBe(3);
    await first[Symbol.asyncDispose]();
    await page.getByText('Not live:').waitFor();
    await using second = await openShop({ containers: 2, token, port });
    await page.locator('.badge', { hasText: /^live$/ }).waitFor();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(2);
    expect(await page.locator('tbody a[data-row]').first().getAttribute('href')).toContain(
      second.boxes[0]!.id,
    );
    expect(await page.getByText('Not live:').count()).toBe(0);
  });

  it('a page whose token is no longer valid says what to do', async ({ skip }) => {
    skip(program === undefined, obstacle);
    const first = await openShop({ containers: 1 });
    const port = Number(new URL(first.server.origin).port);
    await using opened = await openPage(browser, first.server.url);
    await opened.page.locator('tbody tr').waitFor();
    await first[Symbol.asyncDispose]();
    await using _ = await openShop({ containers: 1, port });
    await opened.page.getByText('Open the URL that the program has printed').waitFor();
  });

  it('the page reports an engine that went away, and keeps its last state', async ({ skip }) => {
    skip(program === undefined, obstacle);
    await using shop = await openShop({ containers: 3 });
    await using opened = await openPage(browser, shop.server.url);
    await opened.page.locator('.badge', { hasText: /^live$/ }).waitFor();
    await shop.engine.stop();
    await opened.page.getByText('does not answer: this is what was last known').waitFor();
    expect(await opened.page.locator('tbody tr').count()).toBe(3);
    await shop.engine.start();
    await opened.page.locator('.badge', { hasText: /^live$/ }).waitFor();
  });

  it('a job shows its attempts, steps, log, payload and result, is cancelled while it runs and run again when it is dead', async ({
    skip,
  }) => {
    skip(program === undefined, obstacle);
    await using shop = await openShop({ containers: 1, actions: true });
    await using opened = await openPage(browser, shop.server.url);
    const { page } = opened;
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.accept();
    });
    await opened.go('#/jobs/call-997');
    const badge = (state: string) => page.locator('h1 + .badge', { hasText: state });
    await badge('running').waitFor();
    await page.getByText('compiling 120 files').waitFor();
    await page.locator('progress').waitFor();
    await page.locator('.steps li', { hasText: 'checkout' }).waitFor();
    await page.getByText('git.example/team/app-997').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await badge('cancelled').waitFor();
    await opened.go('#/jobs/call-999');
    await page.getByText('exit code 2 after 3 attempts').waitFor();
    await page.getByRole('button', { name: 'Run again' }).click();
    await badge('queued').waitFor();
    await opened.go('#/jobs/call-994');
    await page.getByText('registry.example/app:994').waitFor();
    expect(asked).toEqual(['Cancel this job?', 'Put this job back into the queue?']);
  });

  it('actions ask before they stop a container, and are not there unless they are allowed', async ({
    skip,
  }) => {
    skip(program === undefined, obstacle);
    await using shop = await openShop({ containers: 1, actions: true });
    await using opened = await openPage(browser, shop.server.url);
    const { page } = opened;
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.accept();
    });
    await opened.go(`#/containers/${shop.boxes[0]!.id}`);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('h1 + .badge', { hasText: 'exit 0' }).waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('h1 + .badge', { hasText: 'running' }).waitFor();
    expect(asked).toEqual(['Stop web-1?']);

    await using readOnly = await openShop({ containers: 1 });
    await using other = await openPage(browser, readOnly.server.url);
    await other.go(`#/containers/${readOnly.boxes[0]!.id}`);
    await other.page.locator('h1', { hasText: 'web-1' }).waitFor();
    expect(await other.page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
  });
});
