import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { type Logger, silentLogger } from '../log/index.ts';
import { Router } from '../router/index.ts';
import { sign, webhook } from '../webhook/index.ts';
import { BlueprintRunner } from './index.ts';

const JSON_BODY = { method: 'POST', body: '{"n":2}', headers: { 'content-type': 'application/json' } };

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

type Listener = (...given: Parameters<RequestListener>) => unknown;

async function listening(listener: Listener): Promise<{ server: Server; at: string }> {
  const server = createServer((request, response) => void listener(request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { server, at: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Doubles what is posted to `/double`. */
function doubling(log: string[] = []) {
  const logger: Logger = {
    debug() {},
    info() {},
    warn: (text) => void log.push(text),
    error: (text) => void log.push(text),
  };
  const secret = 'a secret of at least some length';
  const hooks = [
    webhook({ path: '/double', jobId: 'double', auth: { type: 'none' }, mode: 'result' }),
    webhook({ path: '/signed', jobId: 'double', auth: { type: 'hmac', secret }, mode: 'result' }),
  ];
  const router = Router.create().route('double', (call) => (call.body as { n: number }).n * 2);
  const runner = hooks.reduce(
    (all, hook) => all.producer(hook),
    BlueprintRunner.for().router(router).options({ logger }),
  );
  return { runner, mounted: runner.mount(), secret };
}

it('is served by an application below its prefix, and by nothing else', async () => {
  const { runner, mounted } = doubling();
  const app = new Hono().get('/', (context) => context.text('the application')).mount('/ops', mounted.fetch);
  expect((await app.request('/ops/healthz')).status).toBe(503);
  await runner.start();
  expect(runner.httpAddress).toBeUndefined();
  const doubled = await app.request('/ops/double', JSON_BODY);
  expect([doubled.status, ((await doubled.json()) as { body: number }).body]).toEqual([200, 4]);
  expect(await (await app.request('/ops/metrics')).text()).toContain(
    'docktopus_job_calls_total{job="double"} 1',
  );
  expect([(await app.request('/ops/none')).status, (await app.request('/double')).status]).toEqual([
    404, 404,
  ]);
  expect(await (await app.request('/')).text()).toBe('the application');
  await runner.stop();
  expect((await app.request('/ops/double', JSON_BODY)).status).toBe(503);
});

it("answers on Node's server, and passes on what it has no route for", async () => {
  const { runner, mounted } = doubling();
  const { at } = await listening((request, response) =>
    mounted.middleware(request, response, () => response.end('the application')),
  );
  expect((await fetch(`${at}/double`, JSON_BODY)).status).toBe(503);
  await runner.start();
  expect(await (await fetch(`${at}/double`, JSON_BODY)).json()).toMatchObject({ body: 4 });
  expect((await fetch(`${at}/double`)).status).toBe(405);
  expect(await (await fetch(`${at}/other?x=/double`)).text()).toBe('the application');
  await runner.stop();
});

it('checks signatures of bodies that the application has kept, and says once why a parsed one cannot match', async () => {
  const log: string[] = [];
  const { runner, mounted, secret } = doubling(log);
  const keeps = { rawBody: true };
  const { at } = await listening(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    Object.assign(request, { body: JSON.parse(raw.toString()) }, keeps.rawBody && { rawBody: raw });
    mounted.middleware(request, response);
  });
  await runner.start();
  const spaced = '{ "n": 2 }';
  const timestamp = String(Math.floor(Date.now() / 1000));
  const post = () =>
    fetch(`${at}/signed`, {
      method: 'POST',
      body: spaced,
      headers: {
        'content-type': 'application/json',
        'x-timestamp': timestamp,
        'x-signature-256': sign(secret, spaced, timestamp),
      },
    });
  expect((await post()).status).toBe(200);
  keeps.rawBody = false;
  expect([(await post()).status, (await post()).status]).toEqual([401, 401]);
  expect(await (await fetch(`${at}/double`, { ...JSON_BODY })).json()).toMatchObject({ body: 4 });
  expect(log.filter((line) => line.includes('Mount the runner before the parser'))).toHaveLength(1);
  await runner.stop();
});

it.each<[parser: string, sent: string, type: string, parsed: (raw: Buffer) => unknown, answer: unknown]>([
  ['express.raw()', '{ "n": 2 }', 'application/json', (raw) => raw, [200, { n: 2 }]],
  ['express.text()', '{ "n": 2 }', 'application/json', (raw) => raw.toString(), [200, { n: 2 }]],
  ['express.json()', '{ "n": 2 }', 'application/json', (raw) => JSON.parse(raw.toString()), [200, { n: 2 }]],
  [
    'express.urlencoded()',
    'n=2&n=3&to=a%26b&in%5Bx%5D=1',
    'application/x-www-form-urlencoded',
    () => ({ n: ['2', '3'], to: 'a&b', in: { x: '1' } }),
    [200, { n: ['2', '3'], to: 'a&b', 'in[x]': '1' }],
  ],
  [
    'a middleware that keeps nothing',
    '{ "n": 2 }',
    'application/json',
    () => undefined,
    [500, 'the application has read the body before the runner, and kept none of it'],
  ],
])('gets the body that %s has read before it', async (_, sent, type, parsed, answer) => {
  const echo = webhook({
    path: '/echo',
    jobId: 'echo',
    auth: { type: 'none' },
    mode: 'result',
    accept: ['json', 'form'],
  });
  const router = Router.create().route('echo', ({ body }) => body);
  const runner = BlueprintRunner.for().router(router).producer(echo).options({ logger: silentLogger });
  const mounted = runner.mount();
  const { at } = await listening(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    Object.assign(request, { body: parsed(Buffer.concat(chunks)) });
    mounted.middleware(request, response);
  });
  await runner.start();
  const response = await fetch(`${at}/echo`, {
    method: 'POST',
    body: sent,
    headers: { 'content-type': type },
  });
  const { body, error } = (await response.json()) as { body?: unknown; error?: { message: string } };
  expect([response.status, body ?? error?.message]).toEqual(answer);
  await runner.stop();
});

it('takes over sockets of its upgrades, leaves the others to the application, and ends its own when it stops', async () => {
  const { runner, mounted } = doubling();
  runner.producer({
    name: 'echo',
    prepare: ({ routes }) =>
      routes.onUpgrade(
        '/echo',
        ({ socket }) =>
          void socket.write(
            'HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n',
          ),
        'echo',
      ),
    run: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  });
  const { server, at } = await listening((_, response) => response.end());
  server.on('upgrade', (request, socket, head) => {
    if (!mounted.upgrade(request, socket, head)) socket.end('HTTP/1.1 418 No\r\n\r\n');
  });
  await runner.start();
  const upgrade = (path: string) =>
    new Promise<{ status: number | undefined; ended?: Promise<void> }>((resolve, reject) => {
      const request = httpRequest(`${at}${path}`, { headers: { connection: 'upgrade', upgrade: 'echo' } });
      request.on('response', ({ statusCode }) => resolve({ status: statusCode }));
      request.on('upgrade', ({ statusCode }, socket) =>
        resolve({ status: statusCode, ended: new Promise((ended) => socket.on('close', () => ended())) }),
      );
      request.on('error', reject);
      request.end();
    });
  expect((await upgrade('/other')).status).toBe(418);
  const taken = await upgrade('/echo');
  expect(taken.status).toBe(101);
  await Promise.all([runner.stop(), taken.ended]);
});
