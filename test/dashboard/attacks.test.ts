/// <reference lib="dom" />
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DockerContext, ownershipLabels } from '@docktopus/core';
import { engineSource, serveDashboard } from '@docktopus/dashboard';
import { FakeEngine } from '@docktopus/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserProgram, launchBrowser } from '../support/browser.ts';
import { openPage } from './open-page.ts';
import { openShop } from './shop.ts';

const { program, obstacle } = browserProgram();
let browser: Browser;
let evil: Server;

beforeAll(async () => {
  if (program === undefined) return;
  // A name that somebody else owns, and points here: DNS rebinding.
  browser = await launchBrowser(program, ['--host-resolver-rules=MAP evil.test 127.0.0.1']);
  evil = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<title>evil</title>'),
  );
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await browser?.close();
  evil?.close();
});

const evilOrigin = (host: string) => `http://${host}:${(evil.address() as AddressInfo).port}`;

describe('another page in the browser of somebody who is logged in', () => {
  it.for(['127.0.0.1', 'evil.test'])(
    'on %s can neither read, nor write, nor frame the dashboard',
    async (host, { skip }) => {
      skip(program === undefined, obstacle);
      await using shop = await openShop({ containers: 1, actions: true });
      await using opened = await openPage(browser, shop.server.url);
      const { page } = opened;
      await page.locator('tbody tr').waitFor();
      const dashboard = page.url().replace(/#.*$/, '');
      const attacker = await page.context().newPage();
      await attacker.goto(evilOrigin(host));

      const read = (path: string) =>
        attacker.evaluate<string>(
          `fetch('${dashboard}${path}', { credentials: 'include' }).then((r) => 'read ' + r.status, () => 'refused')`,
        );
      expect(await read('')).toBe('refused');
      expect(await read('api/v1/snapshot')).toBe('refused');
      expect(await read('api/v1/events')).toBe('refused');

      const answers: number[] = [];
      attacker.on('response', (response) => answers.push(response.status()));
      const stop = `${dashboard}api/v1/containers/${shop.boxes[0]!.id}/stop`;
      await attacker.evaluate(
        `fetch('${stop}', { method: 'POST', mode: 'no-cors', credentials: 'include' }).catch(() => 0)`,
      );
      await attacker.evaluate(`{
        const form = document.createElement('form');
        form.action = '${stop}'; form.method = 'post';
        document.body.append(form); form.submit();
      }`);
      await attacker.waitForURL(stop);
      expect(answers.filter((status) => status < 400)).toEqual([]);
      expect(await shop.boxes[0]!.status()).toBe('running');

      await attacker.goto(evilOrigin(host));
      const framed = attacker.waitForEvent('response', (response) => response.url() === dashboard);
      await attacker.evaluate(`{
        const frame = document.createElement('iframe');
        frame.src = '${dashboard}';
        document.body.append(frame);
      }`);
      expect((await framed).status()).toBe(403);
    },
  );

  it('a name that is pointed at the loopback is refused before anything else, token or not', async ({
    skip,
  }) => {
    skip(program === undefined, obstacle);
    await using shop = await openShop({ containers: 1 });
    const { port } = new URL(shop.server.origin);
    const page = await (await browser.newContext()).newPage();
    for (const path of ['/', `/?token=${shop.server.token}`, '/api/v1/snapshot']) {
      const response = await page.goto(`http://evil.test:${port}${path}`);
      expect([path, response?.status()]).toEqual([path, 403]);
      expect(await page.content()).not.toContain('web-1');
    }
    await page.context().close();
  });

  it('another port of this host, such as a container that is opened from the page, is not sent the cookie', async ({
    skip,
  }) => {
    skip(program === undefined, obstacle);
    await using shop = await openShop({ containers: 1 });
    await using opened = await openPage(browser, shop.server.url);
    await opened.page.locator('tbody tr').waitFor();
    const cookies: (string | undefined)[] = [];
    const spy = createServer((request, response) => {
      cookies.push(request.headers.cookie);
      response.end('hello');
    });
    await new Promise<void>((resolve) => spy.listen(0, '127.0.0.1', resolve));
    const page = await opened.page.context().newPage();
    await page.goto(`http://127.0.0.1:${(spy.address() as AddressInfo).port}/`);
    spy.close();
    expect(cookies.length).toBeGreaterThan(0);
    expect(cookies.filter((cookie) => cookie !== undefined)).toEqual([]);
  });
});

describe('text of a container', () => {
  const hostile = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';

  it('is text, wherever it is shown: names, labels, images, commands, errors, logs', async ({ skip }) => {
    skip(program === undefined, obstacle);
    await using engine = new FakeEngine({ ports: 'none' });
    engine.image('shop/hostile:1', async ({ stdout, forever }) => {
      stdout(`${hostile}\n`);
      stdout('\u001b]0;title\u0007\u001b[31mred\u001b[0m \u001b[2J\u001b[H\u202egnp.exe\u202c\n');
      stdout('event: board\ndata: {"reset":true,"put":[],"drop":[]}\n\n');
      stdout(`${'x'.repeat(40_000)}\n`);
      await forever();
    });
    const context = await DockerContext.connect({
      transport: engine,
      cleanup: 'none',
      config: { name: 'shop', strict: 'off', progress: 'off' },
      configSources: { args: false, env: false, envFile: false, file: false },
    });
    await using _ = context;
    const { id } = await context.docker.engine.createContainer({
      Image: 'shop/hostile:1',
      Cmd: [hostile],
      Env: [`${hostile}=1`],
      StopTimeout: 0,
      Labels: {
        [ownershipLabels.blueprint]: hostile,
        [ownershipLabels.name]: `${hostile}\n\nevent: bye\ndata: {}\n\n`,
        [ownershipLabels.session]: hostile,
        [ownershipLabels.lifetime]: 'session',
        [ownershipLabels.version]: '1',
        [ownershipLabels.nonce]: 'n',
      },
    });
    await context.docker.engine.startContainer(id);
    await using server = await serveDashboard(engineSource(context.docker), {});
    await using opened = await openPage(browser, server.url);
    const { page } = opened;
    await page.locator('tbody th a', { hasText: '<img src=x' }).waitFor();
    for (const tab of ['logs', 'spec', 'events']) {
      await opened.go(`#/containers/${id}/${tab}`);
      await page.locator('h1', { hasText: '<script>' }).waitFor();
      if (tab === 'logs') await page.locator('.line', { hasText: '(cut)' }).waitFor();
    }
    await opened.go(`#/containers/${id}/logs`);
    const lines = page.locator('.line');
    await lines.filter({ hasText: '(cut)' }).waitFor();
    expect(await lines.nth(0).textContent()).toContain(hostile);
    expect(await lines.nth(1).textContent()).toMatch(/red �gnp\.exe�$/);
    expect(await lines.nth(1).locator('.ansi-red').textContent()).toBe('red');
    expect(await lines.nth(2).textContent()).toMatch(/event: board$/);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
    await context.docker.engine.removeContainer(id, { force: true });
  });
});
