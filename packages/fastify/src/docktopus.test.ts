import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { BlueprintRunner, blueprint, Router } from '@docktopus/runner';
import { FakeEngine } from '@docktopus/testing';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { docktopus } from './index.ts';

// The first connection loads the client, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

let engine: FakeEngine;
let app: FastifyInstance;
beforeEach(() => {
  engine = new FakeEngine();
  app = Fastify();
});
afterEach(async () => {
  await app.close();
  await engine[Symbol.asyncDispose]();
});

const doubling = () =>
  blueprint({
    containers: ({ container }) => ({
      box: container('busybox:1.36').cmd(['sleep', '60']).stopSignal('SIGKILL'),
    }),
    jobs: ({ box, job }) => ({
      double: job(z.object({ n: z.number() }), async ({ n }) => [n * 2, await box.status()]),
    }),
    producers: ({ webhook }) => [
      webhook({ path: '/double', jobId: 'double', auth: { type: 'none' }, mode: 'result' }),
    ],
    runner: (runner) =>
      runner.options({
        connect: {
          transport: engine,
          config: { name: 'bp', strict: 'off' },
          configSources: { args: false, env: false, envFile: false, file: false },
          cleanup: 'none',
        },
      }),
  });

const post = (body: unknown, headers = {}) => ({
  method: 'POST' as const,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});

it("runs a blueprint with the application, below its prefix and behind the application's hooks", async () => {
  const cache = doubling();
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.token !== 'right') await reply.code(401).send('who are you?');
  });
  app.get('/', async () => 'the application');
  await app.register(docktopus, { runner: cache, prefix: '/ops' });
  const at = await app.listen({ port: 0, host: '127.0.0.1' });
  const headers = { token: 'right' };
  expect((await fetch(`${at}/ops/double`, post({ n: 2 }))).status).toBe(401);
  const doubled = await fetch(`${at}/ops/double`, post({ n: 2 }, headers));
  expect(await doubled.json()).toMatchObject({ body: [4, 'running'] });
  expect((await fetch(`${at}/ops/double`, post({ n: 'x' }, headers))).status).toBe(422);
  expect(await (await fetch(`${at}/ops/readyz?full=1`, { headers })).json()).toEqual({
    ready: true,
    notReady: [],
  });
  expect((await fetch(`${at}/ops/none`, { headers })).status).toBe(404);
  expect(await (await fetch(`${at}/`, { headers })).text()).toBe('the application');
  expect(await app.docktopus.call(cache, 'double', { n: 3 })).toEqual([6, 'running']);
  await app.close();
  expect(cache.runner.state.phase).toBe('stopped');
});

it('is served below the prefixes of the plugins around it, however a client writes them', async () => {
  app = Fastify({ routerOptions: { caseSensitive: false } });
  await app.register(
    async (api) => void (await api.register(docktopus, { runner: doubling(), prefix: '/ops' })),
    {
      prefix: '/api',
    },
  );
  const at = await app.listen({ port: 0, host: '127.0.0.1' });
  for (const folder of ['/api/ops', '/API/Ops', '/%61pi/%6fps']) {
    const doubled = await fetch(`${at}${folder}/double`, post({ n: 2 }));
    expect([folder, await doubled.json()]).toEqual([
      folder,
      expect.objectContaining({ body: [4, 'running'] }),
    ]);
  }
  expect((await fetch(`${at}/ops/double`, post({ n: 2 }))).status).toBe(404);
});

it('serves nothing without a prefix', async () => {
  const runner = BlueprintRunner.for().router(Router.create().route('one', () => 1));
  await app.register(docktopus, { runner });
  await app.ready();
  expect(await app.docktopus.call('one')).toBe(1);
  expect((await app.inject('/healthz')).statusCode).toBe(404);
});

it('keeps the application from starting when the blueprint cannot', async () => {
  const runner = BlueprintRunner.for();
  await app.register(docktopus, { runner, prefix: '/ops' });
  await expect(app.ready()).rejects.toMatchObject({ code: 'runner.invalid' });
});

it('closes at once while a client reads a stream that has no end', async () => {
  const runner = BlueprintRunner.for()
    .router(Router.create().route('one', () => 1))
    .producer({
      name: 'endless',
      prepare: ({ routes }) =>
        routes.on(
          'GET',
          '/endless',
          () =>
            new Response(
              new ReadableStream({ start: (to) => to.enqueue(new TextEncoder().encode('begun')) }),
            ),
          'endless',
        ),
      run: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    })
    .options({ serviceStopMs: 50 });
  await app.register(docktopus, { runner, prefix: '/ops/' });
  const at = await app.listen({ port: 0, host: '127.0.0.1' });
  const cut = new Promise<void>((resolve) => {
    const request = httpRequest(`${at}/ops/endless`, (response) => {
      response.once('data', () => void app.close());
      response.on('error', () => undefined).on('close', () => resolve());
    });
    request.on('error', () => resolve()).end();
  });
  await cut;
  await app.close();
});

describe('a request to leave HTTP', () => {
  /** A runner that takes over `/echo`, and sends back what it is sent. */
  const echoing = () =>
    BlueprintRunner.for()
      .router(Router.create().route('one', () => 1))
      .producer({
        name: 'echo',
        prepare: ({ routes }) =>
          routes.onUpgrade(
            '/echo',
            ({ socket }) => {
              socket.write(
                'HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n',
              );
              socket.pipe(socket);
            },
            'echo',
          ),
        run: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
      });

  /** The answer; and the socket, if it has left HTTP. */
  const upgrade = (url: string, headers = {}) =>
    new Promise<{ status: number | undefined; body?: string; socket?: Duplex }>((resolve, reject) => {
      const offer = { connection: 'upgrade', upgrade: 'echo', ...headers };
      const request = httpRequest(url, { headers: offer });
      request.on('response', (response) => {
        void text(response).then((body) => resolve({ status: response.statusCode, body }));
      });
      request.on('upgrade', ({ statusCode: status }, socket) => resolve({ status, socket }));
      request.on('error', reject).end();
    });

  it("goes through the application's hooks, and its socket ends with the application", async () => {
    app.addHook('onRequest', async (request, reply) => {
      if (request.headers.token !== 'right') await reply.code(401).send('who are you?');
    });
    app.get('/', async () => 'the application');
    await app.register(docktopus, { runner: echoing(), prefix: '/ops' });
    const at = await app.listen({ port: 0, host: '127.0.0.1' });
    const headers = { token: 'right' };
    expect(await upgrade(`${at}/ops/echo`)).toEqual({ status: 401, body: 'who are you?' });
    expect((await upgrade(`${at}/ops/none`, headers)).status).toBe(404);
    expect(await upgrade(`${at}/`, headers)).toEqual({ status: 200, body: 'the application' });
    const { status, socket } = await upgrade(`${at}/ops/echo`, headers);
    expect(status).toBe(101);
    socket!.write('hello');
    const [echoed] = (await once(socket!, 'data')) as [Buffer];
    expect(echoed.toString()).toBe('hello');
    const ended = once(socket!, 'close');
    await Promise.all([app.close(), ended]);
  });

  it("is answered as any other when the runner takes none, and left to the application's own listener", async () => {
    const runner = BlueprintRunner.for().router(Router.create().route('one', () => 1));
    await app.register(docktopus, { runner, prefix: '/ops' });
    const at = await app.listen({ port: 0, host: '127.0.0.1' });
    expect((await upgrade(`${at}/ops/healthz`)).status).toBe(200);
    expect(app.server.listenerCount('upgrade')).toBe(0);

    const other = Fastify();
    other.server.on('upgrade', ({ url }, socket) => {
      if (url === '/own') socket.end('HTTP/1.1 418 Own\r\nconnection: close\r\n\r\n');
    });
    await other.register(docktopus, { runner: echoing(), prefix: '/ops' });
    const there = await other.listen({ port: 0, host: '127.0.0.1' });
    expect((await upgrade(`${there}/own`)).status).toBe(418);
    const { status, socket } = await upgrade(`${there}/ops/echo`);
    expect(status).toBe(101);
    socket!.destroy();
    await other.close();
  });
});
