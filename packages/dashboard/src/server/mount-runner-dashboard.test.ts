import { DockerContext } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { Hono } from 'hono';
import { expect, it, vi } from 'vitest';
import { engineSource } from '../source/index.ts';
import { EventReader } from './event-reader.fixture.ts';
import { mountFiles } from './mount-runner-dashboard.ts';

// A busy machine takes its time to answer.
vi.setConfig({ testTimeout: 20_000 });

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const page = new Map([
  ['index.html', { body: bytes('<title>page</title>'), type: 'text/html; charset=utf-8', immutable: false }],
  ['assets/main.js', { body: bytes('1'), type: 'text/javascript; charset=utf-8', immutable: true }],
]);
const own = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };

/** A dashboard with one container, below `/ops` of an application that wants a cookie. */
async function mounted(actions?: boolean) {
  const engine = new FakeEngine({ ports: 'none' });
  const shop = await DockerContext.connect({
    transport: engine,
    cleanup: 'none',
    config: { name: 'shop', strict: 'off', progress: 'off' },
    configSources: { args: false, env: false, envFile: false, file: false },
  });
  const box = await shop.container('busybox').cmd(['sleep', '60']).stopTimeout(0).create();
  const dashboard = await mountFiles(engineSource(shop.docker), page, { path: '/dashboard', actions });
  const app = new Hono()
    .use('/ops/*', async (context, next) =>
      context.req.header('cookie') === 'session=right' ? next() : context.text('who are you?', 401),
    )
    .mount('/ops', dashboard.fetch);
  const get = (path: string, init: RequestInit = {}) =>
    app.request(`http://ops.example${path}`, {
      ...init,
      headers: { cookie: 'session=right', ...init.headers },
    });
  const act = (action: string, headers: Record<string, string> = own) =>
    get(`/ops/dashboard/api/v1/containers/${box.id}/${action}`, { method: 'POST', body: '{}', headers });
  await expect.poll(async () => (await get('/ops/dashboard/api/v1/snapshot')).text()).toContain(box.id);
  return {
    app,
    dashboard,
    box,
    get,
    act,
    async [Symbol.asyncDispose]() {
      dashboard.close();
      await shop.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

it("is the page with its files, below the application's prefix and behind its log-in, with the same policy for content", async () => {
  await using shown = await mounted();
  expect((await shown.app.request('/ops/dashboard/')).status).toBe(401);
  const folder = await shown.get('/ops/dashboard');
  expect(new URL(folder.headers.get('location')!, 'http://ops.example/ops/dashboard').pathname).toBe(
    '/ops/dashboard/',
  );
  const index = await shown.get('/ops/dashboard/');
  expect(await index.text()).toBe('<title>page</title>');
  expect(index.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  expect(index.headers.get('set-cookie')).toBeNull();
  const script = await shown.get('/ops/dashboard/assets/main.js');
  expect([await script.text(), script.headers.get('cache-control')]).toEqual([
    '1',
    'private, max-age=31536000, immutable',
  ]);
  for (const path of ['/ops/dashboard/none', '/ops/api/v1/snapshot', '/ops/', '/dashboard/'])
    expect([path, (await shown.get(path)).status]).toEqual([path, 404]);
});

it('streams what happens, takes what a page watches, and says goodbye when the runner stops', async () => {
  await using shown = await mounted();
  const abort = new AbortController();
  const response = await shown.get('/ops/dashboard/api/v1/events', { signal: abort.signal });
  expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
  const events = new EventReader(response, abort);
  const { stream } = (await events.until('hello')).data;
  await events.until('board', ({ put }) => put.some(({ key }) => key === shown.box.id));
  const watch = (headers: Record<string, string>) =>
    shown.get(`/ops/dashboard/api/v1/streams/${stream}`, { method: 'PUT', body: '{"stats":[]}', headers });
  expect((await watch(own)).status).toBe(204);
  expect((await watch({ ...own, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  await shown.box.start();
  await events.until('board', ({ put }) =>
    put.some(({ value }) => 'status' in value && value.status === 'running'),
  );
  shown.dashboard.close();
  expect((await events.until('bye')).data).toEqual({ reason: 'the dashboard stops' });
});

it('only shows unless actions are allowed', async () => {
  await using shown = await mounted();
  const refused = await shown.act('start');
  expect([refused.status, await refused.json()]).toMatchObject([
    403,
    { error: { code: 'dashboard.read-only' } },
  ]);
  expect(await shown.box.status()).toBe('created');
});

it('acts for its own page, and for no other that a logged-in browser has open', async () => {
  await using shown = await mounted(true);
  const type = { 'content-type': 'application/json' };
  const statuses = [
    await shown.act('start', { ...type, origin: 'https://evil.test' }),
    await shown.act('start', { ...type, origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }),
    await shown.act('start', type),
  ].map(({ status }) => status);
  expect([...statuses, await shown.box.status()]).toEqual([403, 403, 403, 'created']);
  expect((await shown.act('start', { ...type, origin: 'https://ops.example' })).status).toBe(204);
  expect(await shown.box.status()).toBe('running');
  expect((await shown.act('stop')).status).toBe(204);
});
