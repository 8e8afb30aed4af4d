import type { ServerOptions } from 'node:http';
import { connect } from 'node:net';
import { DockerContext } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { describe, expect, it, test, vi } from 'vitest';
import type { ApiProblem } from '../api/index.ts';
import { engineSource } from '../source/index.ts';
import { EventReader } from './event-reader.fixture.ts';
import { type DashboardOptions, serveFiles } from './serve-dashboard.ts';

// A busy machine takes its time to answer.
vi.setConfig({ testTimeout: 20_000 });

const page = new Map([
  [
    'index.html',
    { body: bytes('<!doctype html><title>page</title>'), type: 'text/html; charset=utf-8', immutable: false },
  ],
  ['assets/main.js', { body: bytes('1'), type: 'text/javascript; charset=utf-8', immutable: true }],
]);

/** A dashboard over an engine in memory, with a blueprint `shop` on it, and clients for its API. */
async function served(options: DashboardOptions & { blueprint?: string; limits?: ServerOptions } = {}) {
  const engine = new FakeEngine({ ports: 'none' });
  const connect = (name: string) =>
    DockerContext.connect({
      transport: engine,
      cleanup: 'none',
      config: { name, strict: 'off', progress: 'off' },
      configSources: { args: false, env: false, envFile: false, file: false },
    });
  const shop = await connect('shop');
  const source = engineSource(shop.docker, { blueprint: options.blueprint });
  const server = await serveFiles(source, page, options, options.limits);
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${server.origin}/api/v1/${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${server.token}`,
        'content-type': 'application/json',
        ...init.headers,
      },
    });
  return {
    engine,
    shop,
    server,
    call,
    connect,
    // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about.
    json: async (path: string): Promise<any> => (await call(path)).json(),
    /** Follows the event stream. */
    async events(lastEventId?: string) {
      const abort = new AbortController();
      const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
      const response = await call('events', { headers, signal: abort.signal });
      return new EventReader(response, abort);
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await shop.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text));
}

describe('the page', () => {
  it('is opened by the URL once: the token becomes a cookie that no other path and no script can have', async () => {
    await using dashboard = await served();
    const { url, origin, token } = dashboard.server;
    const login = await fetch(url, { redirect: 'manual' });
    const cookie = login.headers.get('set-cookie')!;
    const path = login.headers.get('location')!;
    expect(login.status).toBe(303);
    expect(path).toMatch(/^\/d-[0-9a-f]{16}\/$/);
    expect(cookie).toMatch(
      new RegExp(`^docktopus_dashboard=[\\w-]+; Path=${path}; HttpOnly; SameSite=Strict$`),
    );
    expect(cookie).not.toContain(token);
    const page = await fetch(`${origin}${path}`, { headers: { cookie: cookie.split(';')[0]! } });
    expect(await page.text()).toContain('<title>page</title>');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(page.headers.get('cache-control')).toBe('no-store');
    const script = await fetch(`${origin}${path}assets/main.js`, {
      headers: { cookie: cookie.split(';')[0]! },
    });
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${origin}${path}../../etc/passwd`)).status).toBe(404);
  });

  it('is refused without a token, in words for people and as a problem for programs', async () => {
    await using dashboard = await served();
    const { origin } = dashboard.server;
    const forPeople = await fetch(origin, { headers: { accept: 'text/html' } });
    expect([forPeople.status, await forPeople.text()]).toEqual([
      401,
      'open the URL with the token that the program has printed\n',
    ]);
    const forPrograms = await fetch(`${origin}/api/v1/snapshot`);
    expect([forPrograms.status, await forPrograms.json()]).toEqual([
      401,
      {
        v: 1,
        error: { code: 'unauthorized', message: 'open the URL with the token that the program has printed' },
      },
    ]);
  });
});

describe('the stream', () => {
  it('begins with the whole state, then sends changes', async () => {
    await using dashboard = await served();
    const box = await dashboard.shop.container('busybox').cmd(['sleep', '60']).stopTimeout(0).create();
    await box.start();
    const { id } = box;
    const events = await dashboard.events();
    expect(events.response.headers.get('content-type')).toBe('text/event-stream');
    expect((await events.until('hello')).data).toMatchObject({ v: 1, actions: false, jobs: false });
    const { data } = await events.until('board', ({ put }) =>
      put.some(({ kind, key }) => kind === 'container' && key === id),
    );
    expect(data.put.find(({ key }) => key === id)).toMatchObject({
      value: { blueprint: 'shop', status: 'running', image: 'busybox', lifetime: 'session' },
    });
    await box.remove({ force: true });
    await events.until('board', ({ drop }) =>
      drop.some(({ kind, key }) => kind === 'container' && key === id),
    );
  });

  it('continues after the last event that a page has seen', async () => {
    await using dashboard = await served();
    const first = await dashboard.events();
    const { id } = await first.until('board');
    first.close();
    const box = await dashboard.shop.container('busybox').cmd(['sleep', '60']).stopTimeout(0).create();
    await expect
      .poll(async () => (await dashboard.json('snapshot')).put)
      .toContainEqual(expect.objectContaining({ key: box.id }));

    const resumed = await dashboard.events(id);
    const { data } = await resumed.until('board');
    expect(data.reset).toBe(false);
    expect(data.put.map(({ kind }) => kind)).not.toContain('engine');
    expect(data.put.map(({ key }) => key)).toContain(box.id);

    const foreign = await dashboard.events('00000000-0000-0000-0000-000000000000.1');
    expect((await foreign.until('board')).data).toMatchObject({ reset: true });
  });

  it('says goodbye when the server stops', async () => {
    await using dashboard = await served();
    const events = await dashboard.events();
    await events.until('board');
    await dashboard.server.close();
    expect((await events.until('bye')).data).toEqual({ reason: 'the dashboard stops' });
    expect(await events.next()).toBeUndefined();
    await expect(dashboard.call('snapshot')).rejects.toThrow();
  });

  it('is refused to the 33rd page, until one of the others has gone', async () => {
    await using dashboard = await served();
    const open = await Promise.all(Array.from({ length: 32 }, () => dashboard.events()));
    await Promise.all(open.map((events) => events.until('hello')));
    expect((await dashboard.call('events')).status).toBe(503);
    open[0]!.close();
    await expect
      .poll(async () => {
        const again = await dashboard.events();
        again.close();
        return again.response.status;
      })
      .toBe(200);
  });

  it('is not opened by HEAD, which reads none', async () => {
    await using dashboard = await served();
    const heads = Array.from({ length: 40 }, () => dashboard.call('events', { method: 'HEAD' }));
    const answers = (await Promise.all(heads)).map(({ status, headers }) => [
      status,
      headers.get('content-type'),
    ]);
    expect(answers).toContainEqual([200, 'text/event-stream']);
    const events = await dashboard.events();
    expect(events.response.status).toBe(200);
    events.close();
  });
});

describe('logs and statistics', () => {
  async function watching(script: string) {
    const dashboard = await served();
    const box = await dashboard.shop.container('busybox').cmd(['sh', '-c', script]).create();
    const id = box.id!;
    await expect
      .poll(async () => (await dashboard.json('snapshot')).put)
      .toContainEqual(expect.objectContaining({ key: id }));
    const events = await dashboard.events();
    const { stream } = (await events.until('hello')).data;
    const watch = (body: unknown) =>
      dashboard.call(`streams/${stream}`, { method: 'PUT', body: JSON.stringify(body) });
    return { dashboard, box, id, events, watch };
  }

  it('come when they are asked for, and end with the container', async () => {
    const { dashboard, box, id, events, watch } = await watching('echo one; echo two >&2');
    await using _ = dashboard;
    expect((await watch({ logs: { id, tail: 10 } })).status).toBe(204);
    await box.start({ until: 'exited' });
    const lines: string[] = [];
    for (;;) {
      const { data } = await events.until('logs');
      lines.push(...data.lines.map(({ stream, line }) => `${stream} ${line}`));
      if (data.ended !== undefined) {
        expect([data.ended, lines]).toEqual(['the container has ended', ['stdout one', 'stderr two']]);
        return;
      }
    }
  });

  it('go on behind the line that is known', async () => {
    const { dashboard, box, id, events, watch } = await watching(
      'for i in 1 2 3; do echo $i; sleep 0.01; done',
    );
    await using _ = dashboard;
    await box.start({ until: 'exited' });
    await watch({ logs: { id, tail: 2 } });
    const { lines } = (await events.until('logs')).data;
    expect(lines.map(({ line }) => line)).toEqual(['2', '3']);
    await watch({ logs: { id, tail: 100, since: lines[0]!.time } });
    expect(
      (await events.until('logs', (batch) => batch.lines.length > 0)).data.lines.map(({ line }) => line),
    ).toEqual(['3']);
  });

  it('are downloaded whole', async () => {
    const { dashboard, box, id } = await watching('seq 1 6000');
    await using _ = dashboard;
    await box.start({ until: 'exited' });
    const response = await dashboard.call(`containers/${id}/logs`);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.log"$/);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const lines = (await response.text()).trimEnd().split('\n');
    expect([lines.length, lines.at(-1)?.split(' ')[1]]).toEqual([6_000, '6000']);
  });

  it('a wish that is malformed names the field', async () => {
    const { dashboard, id, watch } = await watching('true');
    await using _ = dashboard;
    const refused = async (body: unknown) => {
      const response = await watch(body);
      return `${response.status} ${((await response.json()) as ApiProblem).error.message}`;
    };
    expect(await refused({ stats: 'x' })).toBe('400 stats: expected a list of container ids');
    expect(await refused({ stats: Array.from({ length: 101 }, (_, i) => `${i}`) })).toBe(
      '400 stats: got 101 ids, expected at most 100',
    );
    expect(await refused({ statsEveryMs: 1 })).toBe('400 statsEveryMs: expected 1000 to 60000 milliseconds');
    expect(await refused({ logs: { id, tail: 1e9 } })).toBe('400 logs.tail: expected 0 to 5000 lines');
    expect(await refused({ logs: { id: '../x' } })).toBe('400 logs.id: expected a container id');
    expect(await refused({ logs: { id, since: 'yesterday' } })).toMatch(
      /^400 logs.since: expected the time of a line/,
    );
    expect(await refused('[')).toBe('400 expected an object');
    const plain = await dashboard.call('streams/none', { method: 'PUT', body: '{}' });
    expect(plain.status).toBe(404);
    const headers = { 'content-encoding': 'gzip' };
    const coded = await dashboard.call('streams/none', { method: 'PUT', body: '{}', headers });
    expect([coded.status, coded.headers.get('accept-encoding')]).toEqual([415, 'identity']);
  });

  it('a body over 64 KiB is refused', async () => {
    const { dashboard, watch } = await watching('true');
    await using _ = dashboard;
    expect((await watch({ stats: ['x'.repeat(70_000)] })).status).toBe(413);
  });
});

describe('a code', () => {
  it('opens the page once in the place of the token, which then is on no command line', async () => {
    await using dashboard = await served();
    const { origin } = dashboard.server;
    const answer = await dashboard.call('codes', { method: 'POST' });
    const { code } = (await answer.json()) as { code: string };
    const open = (init?: RequestInit) => fetch(`${origin}/?code=${code}`, { redirect: 'manual', ...init });
    expect((await open({ method: 'HEAD' })).status).toBe(401);
    const first = await open();
    const cookie = first.headers.get('set-cookie')!.split(';')[0]!;
    const shown = await fetch(new URL(first.headers.get('location')!, origin), { headers: { cookie } });
    expect([first.status, shown.status, code === dashboard.server.token]).toEqual([303, 200, false]);
    const again = await open();
    expect([again.status, again.headers.get('set-cookie')]).toEqual([401, null]);
    expect(await again.text()).toContain(
      'this address has been used or is too old: open the URL that the program has printed',
    );
  });

  it('is given only to those who have the token', async () => {
    await using dashboard = await served();
    const headers = { authorization: 'Bearer something-else' };
    expect((await dashboard.call('codes', { method: 'POST', headers })).status).toBe(401);
    expect((await fetch(`${dashboard.server.origin}/?code=`)).status).toBe(401);
  });
});

describe('a container', () => {
  it('is shown with its history and settings, secrets masked', async () => {
    await using dashboard = await served();
    const box = await dashboard.shop
      .container('busybox')
      .cmd(['sh', '-c', 'exit 3', '--password', 'hunter2'])
      .env({ DB_PASSWORD: 'hunter2', MODE: 'hunter3' })
      .limits({ memory: '64m' })
      .create();
    await box.start({ until: 'exited' });
    await expect.poll(async () => (await dashboard.call(`containers/${box.id}`)).status).toBe(200);
    await expect
      .poll(async () => (await dashboard.json(`containers/${box.id}`)).history.at(-1))
      .toMatchObject({ status: 'exited', exitCode: 3 });
    const text = await (await dashboard.call(`containers/${box.id}`)).text();
    const details = JSON.parse(text);
    expect(details.history.map(({ status }: { status: string }) => status)[0]).toBe('created');
    expect(details.command).toEqual(['sh', '-c', 'exit 3', '--password', '••••••']);
    expect(details.settings).toContainEqual({
      path: 'HostConfig.Memory',
      actual: '67108864',
      differs: false,
    });
    expect(details.settings.find(({ path }: { path: string }) => path === 'Env').actual).toContain(
      'DB_PASSWORD=••••••',
    );
    expect(details.events.map(({ action }: { action: string }) => action)).toContain('die');
    expect(text).not.toMatch(/hunter[23]/);
  });

  it('that dies is a failure; one that was stopped is not', async () => {
    await using dashboard = await served();
    const events = await dashboard.events();
    await events.until('board');
    const stopped = await dashboard.shop.container('busybox').cmd(['sleep', '60']).stopTimeout(0).create();
    await stopped.start();
    await events.until('board', ({ put }) =>
      put.some(({ key, value }) => key === stopped.id && 'status' in value && value.status === 'running'),
    );
    await stopped.stop({ timeoutMs: 5_000 });
    const dying = await dashboard.shop.container('busybox').cmd(['sh', '-c', 'sleep 0.2; exit 7']).create();
    await dying.start({ until: 'exited' });
    const { data } = await events.until('board', ({ put }) => put.some(({ kind }) => kind === 'failure'));
    const failures = data.put.filter(({ kind }) => kind === 'failure').map(({ value }) => value);
    expect(failures).toMatchObject([
      { about: 'container', id: dying.id, reason: 'exit code 7', blueprint: 'shop' },
    ]);
  });

  it('of another blueprint does not exist on a dashboard of one blueprint', async () => {
    await using dashboard = await served({ blueprint: 'shop' });
    await using other = await dashboard.connect('other');
    const foreign = await other.container('busybox').cmd(['sleep', '60']).stopTimeout(0).create();
    const ours = await dashboard.shop.container('busybox').cmd(['sleep', '60']).stopTimeout(0).create();
    await expect.poll(async () => (await dashboard.call(`containers/${ours.id}`)).status).toBe(200);
    expect((await dashboard.call(`containers/${foreign.id}`)).status).toBe(404);
    expect((await dashboard.call(`containers/${foreign.id}/logs`)).status).toBe(404);
    expect(JSON.stringify(await dashboard.json('snapshot'))).not.toContain(foreign.id!);
  });
});

describe('actions', () => {
  it('are refused unless they are allowed', async () => {
    await using dashboard = await served();
    const box = await dashboard.shop.container('busybox').cmd(['sleep', '60']).stopTimeout(0).create();
    await expect.poll(async () => (await dashboard.call(`containers/${box.id}`)).status).toBe(200);
    const response = await dashboard.call(`containers/${box.id}/start`, { method: 'POST' });
    expect([response.status, ((await response.json()) as ApiProblem).error.code]).toEqual([
      403,
      'dashboard.read-only',
    ]);
    expect(await box.status()).toBe('created');
  });

  it('start and stop a container of the dashboard, and no other', async () => {
    await using dashboard = await served({ actions: true, blueprint: 'shop' });
    await using other = await dashboard.connect('other');
    const foreign = await other.container('busybox').cmd(['sleep', '60']).stopTimeout(0).create();
    const box = await dashboard.shop.container('busybox').cmd(['sleep', '60']).stopTimeout(0).create();
    await expect.poll(async () => (await dashboard.call(`containers/${box.id}`)).status).toBe(200);
    const post = async (path: string) => (await dashboard.call(path, { method: 'POST' })).status;
    expect(await post(`containers/${box.id}/start`)).toBe(204);
    expect(await box.status()).toBe('running');
    expect(await post(`containers/${box.id}/restart`)).toBe(204);
    expect(await post(`containers/${box.id}/stop`)).toBe(204);
    expect(await box.status()).toBe('exited');
    expect(await post(`containers/${foreign.id}/start`)).toBe(404);
    expect(await post(`containers/${box.id}/exec`)).toBe(404);
    expect(await foreign.status()).toBe('created');
  });
});

test('a client that sends its request drop by drop is cut off', async () => {
  await using dashboard = await served({ limits: { headersTimeout: 100, connectionsCheckingInterval: 50 } });
  const { port, hostname } = new URL(dashboard.server.origin);
  const socket = connect(Number(port), hostname);
  const ended = new Promise<string>((resolve) => {
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
  expect(await ended).toContain('408 Request Timeout');
});

test('a port that is taken is an error that says so', async () => {
  await using dashboard = await served();
  const port = Number(new URL(dashboard.server.origin).port);
  await expect(served({ port })).rejects.toMatchObject({ code: 'port.in-use' });
  await expect(served({ token: 'short' })).rejects.toMatchObject({ code: 'dashboard.invalid' });
});
