import { request as httpRequest } from 'node:http';
import { BlueprintRunner, blueprint, Router } from '@docktopus/runner';
import { FakeEngine } from '@docktopus/testing';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
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
