import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { FamilyBench } from '../family.fixture.ts';
import type { RouterOptions } from './index.ts';

vi.setConfig({ testTimeout: 20_000 });

const MINUTE = 60_000;

/** A family behind a router on a server of its own; its containers serve HTTP, streams and upgrades. */
async function setup(
  options: Partial<RouterOptions<string, undefined>> = {},
  familyOptions: Parameters<FamilyBench['family']>[0] = {},
) {
  const bench = await FamilyBench.setUp();
  bench.engine.image('web:1', async (process) => {
    process.onSignal('SIGTERM', () => process.exit(0));
    const server = createServer((request, response) => serve(request, response));
    server.on('upgrade', (request, socket, head) => {
      const raw = RAW_ANSWERS[request.url ?? ''];
      if (raw !== undefined) return void socket.end(raw);
      if (request.url === '/refused') {
        socket.end(
          'HTTP/1.1 418 I am a teapot\r\nset-cookie: a=1; Domain=preview.example\r\ncontent-length: 3\r\n\r\nno\n',
        );
        return;
      }
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
      socket.write(`hello ${head.toString()}`);
      socket.on('data', (data: Buffer) => socket.write(`echo ${data}`));
    });
    await process.listen(8080, (socket) => server.emit('connection', socket));
    await process.forever();
  });
  const { family, ctx, told, changes } = await bench.family(familyOptions, (context) =>
    context.container('web:1').ports(8080),
  );
  const asked: string[] = [];
  const router = family.router({
    host: '*.preview.example',
    port: 8080,
    authorise({ slug, headers }) {
      asked.push(slug);
      if (headers.cookie?.includes('session=ok')) return { key: slug };
      return headers['x-as'] === undefined ? { deny: 401 } : { key: String(headers['x-as']) };
    },
    stripCookies: ['session'],
    ...options,
  });
  const problems: string[] = [];
  family.problems$.subscribe(({ operation, error }) =>
    problems.push(`${operation}: ${(error as Error).message}`),
  );
  const server = createServer(router.request);
  server.on('upgrade', router.upgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const get = (
    host: string,
    path = '/',
    headers: Record<string, string> = {},
    method = 'GET',
    body?: string,
  ) => fetchFrom(server, { host, cookie: 'session=ok', ...headers }, path, method, body);
  const dispose = async () => {
    server.closeAllConnections();
    server.close();
    await bench[Symbol.asyncDispose]();
  };
  return {
    bench,
    ctx,
    family,
    told,
    changes,
    router,
    server,
    get,
    asked,
    problems,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Answers that Node's server would not write. */
const RAW_ANSWERS: Readonly<Record<string, string>> = {
  '/trailer': 'HTTP/1.1 200 OK\r\ntrailer: x-sum\r\ncontent-length: 2\r\n\r\nok',
  '/status': 'HTTP/1.1 099 Odd\r\ncontent-length: 2\r\n\r\nok',
  '/reason': 'HTTP/1.1 200 O\u0001K\r\ncontent-length: 2\r\n\r\nok',
  '/switch': 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
};

function serve(request: IncomingMessage, response: import('node:http').ServerResponse): void {
  const raw = RAW_ANSWERS[request.url ?? ''];
  if (raw !== undefined) return void response.socket?.end(raw);
  if (request.url === '/stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
    return;
  }
  if (request.url === '/never') return;
  if (request.url === '/cookie')
    response.setHeader('set-cookie', ['id=1; Domain=preview.example; Path=/', 'b=2']);
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
  });
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

async function fetchFrom(
  server: Server,
  headers: Record<string, string>,
  path: string,
  method: string,
  body?: string,
): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  const request = httpRequest({ port, host: '127.0.0.1', path, method, headers, agent: false });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, headers: response.headers, text };
}

/** An upgrade, as bytes. */
async function upgrade(
  server: Server,
  host: string,
  path = '/',
  more = '',
): Promise<{ socket: Socket; closed: Promise<unknown>; read(text: string): Promise<string> }> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  let seen = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
  });
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  socket.write(
    `GET ${path} HTTP/1.1\r\nhost: ${host}\r\ncookie: session=ok\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-key: x\r\nsec-websocket-version: 13\r\n${more}\r\n`,
  );
  const read = async (text: string) => {
    await vi.waitFor(() => expect(seen).toContain(text), { timeout: 5_000, interval: 5 });
    return seen;
  };
  return { socket, closed, read };
}

describe('a router', () => {
  test('wakes a key’s container, passes the request on, and gives back the answer', async () => {
    await using at = await setup();
    const { status, text } = await at.get('acme.preview.example', '/ask?x=1', {}, 'POST', 'hello');
    expect([status, JSON.parse(text)]).toMatchObject([
      200,
      { method: 'POST', url: '/ask?x=1', body: 'hello' },
    ]);
    expect(at.changes).toEqual(['acme absent>starting created 0', 'acme starting>running created 1']);
    const seen = JSON.parse(text).headers;
    expect(seen).toMatchObject({
      host: 'acme.preview.example',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    });
    expect(seen.cookie).toBeUndefined();
    expect(at.router.open).toBe(0);
  });

  test('starts one container however many requests wait', async () => {
    await using at = await setup();
    const answers = await Promise.all(Array.from({ length: 50 }, () => at.get('acme.preview.example')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(at.changes.filter((line) => line.includes('starting>running'))).toHaveLength(1);
  });

  test.each<[string, string, Record<string, string>, number, string | undefined]>([
    ['a host of another pattern', 'acme.evil.example', {}, 404, 'unknown'],
    ['a host without a key', 'preview.example', {}, 404, 'unknown'],
    ['a port that is not open', '22-acme.preview.example', {}, 404, 'unknown'],
    ['nobody who is known', 'acme.preview.example', { cookie: 'session=bad' }, 401, 'denied'],
    [
      'another key than that of the host',
      'acme.preview.example',
      { cookie: '', 'x-as': 'other' },
      404,
      'unknown',
    ],
    [
      'a page of another origin',
      'acme.preview.example',
      { origin: 'https://evil.example', 'x-method': 'POST' },
      403,
      'origin',
    ],
  ])('turns away %s, and wakes nothing', async (_, host, headers, status, reason) => {
    await using at = await setup();
    const answer = await at.get(host, '/', headers, headers['x-method'] ?? 'GET');
    expect([answer.status, answer.headers['docktopus-denied']]).toEqual([status, reason]);
    expect([await at.family.list(), at.changes]).toEqual([[], []]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('tells its family of an authorise that throws or mistakes the key, and the visitor nothing', async () => {
    await using at = await setup({
      authorise({ headers }) {
        if (headers['x-as'] === undefined) throw new Error('the password of the database is hunter2');
        return { key: 'other' };
      },
    });
    const thrown = await at.get('acme.preview.example');
    expect([thrown.status, thrown.text]).toEqual([502, 'not reachable\n']);
    expect((await at.get('acme.preview.example', '/', { 'x-as': '1' })).status).toBe(404);
    expect(at.problems).toEqual([
      'router: the password of the database is hunter2',
      'router: authorise gave a key whose host is not acme',
    ]);
  });

  test('holds the container to the end of the body, and not longer', async () => {
    await using at = await setup({}, { idle: { after: '15m', then: 'stop' } });
    const { port } = at.server.address() as AddressInfo;
    const request = httpRequest({
      port,
      path: '/stream',
      headers: { host: 'acme.preview.example', cookie: 'session=ok' },
    });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'data');
    await at.bench.pass(60 * MINUTE);
    expect((await at.family.why('acme'))?.holds).toMatchObject([{ kind: 'request', what: 'GET 8080' }]);
    response.on('error', () => undefined);
    response.destroy();
    await vi.waitFor(async () => expect((await at.family.why('acme'))?.holds).toEqual([]));
    await at.bench.pass(15 * MINUTE);
    await at.told('acme stopping>stopped idle 1');
  });

  test('carries a WebSocket both ways, and holds the container as long as it is open', async () => {
    await using at = await setup({}, { idle: { after: '15m', then: 'stop' } });
    const { socket, read } = await upgrade(at.server, 'acme.preview.example');
    expect(await read('hello')).toContain('101 Switching Protocols');
    socket.write('ping');
    await read('echo ping');
    await at.bench.pass(60 * MINUTE);
    expect((await at.family.why('acme'))?.holds).toMatchObject([{ kind: 'socket' }]);
    socket.end();
    await vi.waitFor(async () => expect((await at.family.why('acme'))?.holds).toEqual([]));
    expect(at.router.open).toBe(0);
  });

  test.each<[how: string, leave: (socket: Socket) => unknown]>([
    ['closes its socket', (socket) => socket.end()],
    ['breaks off', (socket) => socket.resetAndDestroy()],
  ])(
    'a WebSocket visitor who %s during a wake leaves nothing behind, and the wake goes on',
    async (_, leave) => {
      await using at = await setup({}, { idle: { after: '15m', then: 'stop' } });
      const starts = at.bench.engine.slow(800, 'startContainer');
      const { socket, closed } = await upgrade(at.server, 'acme.preview.example');
      await vi.waitFor(async () => expect((await at.family.why('acme'))?.waiting).toBe(1));
      leave(socket);
      await closed;
      await vi.waitFor(async () => expect((await at.family.why('acme'))?.waiting).toBe(0), {
        timeout: 10_000,
      });
      // The visitor waits no longer than it is there.
      expect(at.changes).toEqual(['acme absent>starting created 0']);
      starts.undo();
      await at.told('acme starting>running created 1');
      await vi.waitFor(async () => expect((await at.family.why('acme'))?.holds).toEqual([]));
      expect([at.router.open, at.problems]).toEqual([0, []]);
      await at.bench.pass(15 * MINUTE);
      await at.told('acme stopping>stopped idle 1');
    },
  );

  test('passes on the answer of a container that takes no upgrade, and closes the socket', async () => {
    await using at = await setup();
    const { closed, read } = await upgrade(at.server, 'acme.preview.example', '/refused');
    const seen = await read('no\n');
    expect(seen).toContain('418 I am a teapot');
    expect(seen).not.toContain('Domain');
    await closed;
    await vi.waitFor(() => expect(at.router.open).toBe(0));
  });

  test.each([
    ['nobody who is known', 'cookie: session=bad\r\n', '/', 401],
    ['a page of another origin', 'origin: https://evil.example\r\n', '/', 403],
  ])('turns away an upgrade of %s, in words', async (_, more, path, status) => {
    await using at = await setup({
      authorise: ({ headers }) => (headers.cookie?.includes('bad') ? { deny: 401 } : { key: 'acme' }),
    });
    const { closed, read } = await upgrade(at.server, 'acme.preview.example', path, more);
    expect(await read('docktopus-denied')).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    await closed;
    expect(at.changes).toEqual([]);
  });

  test('ends what is open when a right is withdrawn, and when the container is lost', async () => {
    const ended = new AbortController();
    await using at = await setup({
      authorise: ({ slug }) => ({ key: slug, ...(slug === 'until' ? { until: ended.signal } : {}) }),
    });
    const sockets = await Promise.all(
      ['until', 'revoked', 'lost'].map((key) => upgrade(at.server, `${key}.preview.example`)),
    );
    await Promise.all(sockets.map(({ read }) => read('hello')));
    const closed = sockets.map((each) => each.closed);
    expect(at.router.open).toBe(3);
    ended.abort();
    await closed[0];
    expect(at.router.revoke('revoked')).toBe(1);
    await closed[1];
    await at.family.stop('lost');
    await closed[2];
    await vi.waitFor(() => expect(at.router.open).toBe(0));
    expect((await at.family.list({ state: 'running' })).map(({ holds }) => holds)).toEqual([0, 0]);
  });

  test('says when to come again, and lets the start go on', async () => {
    await using at = await setup({ wakeTimeout: 50 });
    using slow = at.bench.engine.slow(300, 'startContainer');
    const { status, headers } = await at.get('acme.preview.example');
    expect([status, headers['retry-after'], headers['docktopus-denied']]).toEqual([503, '1', 'starting']);
    await at.told('acme starting>running created 1');
    slow.undo();
    expect((await at.get('acme.preview.example')).status).toBe(200);
  });

  test('says that the family is full, that a group is, and that a container fails', async () => {
    await using at = await setup(
      { ports: [9] },
      { capacity: { running: 2, per: { by: (key) => key[0] ?? '', running: 1 } } },
    );
    expect((await at.get('a1.preview.example')).status).toBe(200);
    const answers = [await at.get('a2.preview.example')];
    expect((await at.get('b1.preview.example')).status).toBe(200);
    answers.push(await at.get('c1.preview.example'), await at.get('9-a1.preview.example'));
    expect(
      answers.map(({ status, headers }) => [status, headers['docktopus-denied'], headers['retry-after']]),
    ).toEqual([
      [429, 'full', '30'],
      [503, 'full', '30'],
      [502, 'no-port', undefined],
    ]);
  });

  test('does not wait without end for an answer, nor for more visitors than it may', async () => {
    await using at = await setup({ answerTimeout: 100, maxOpen: 1, maxWaiting: 1 });
    const late = at.get('acme.preview.example', '/never');
    const other = await at.get('acme.preview.example');
    expect([other.status, other.headers['docktopus-denied']]).toEqual([503, 'busy']);
    expect([(await late).status, (await late).headers['docktopus-denied']]).toEqual([504, 'slow']);
    await using socket = await opened(at.server);
    expect((await at.get('acme.preview.example')).status).toBe(429);
    expect(socket).toBeDefined();
  });

  test('answers probes from what is known, and wakes nothing for them', async () => {
    await using at = await setup({ probes: ['/healthz'] });
    expect(await at.get('acme.preview.example', '/healthz?x')).toMatchObject({
      status: 503,
      text: 'absent\n',
    });
    await at.get('acme.preview.example');
    expect(await at.get('acme.preview.example', '/healthz')).toMatchObject({
      status: 200,
      text: 'running\n',
    });
    expect((await at.get('acme.preview.example', '/healthz', { cookie: 'x=1' })).status).toBe(401);
    expect((await at.family.get('acme'))?.holds).toBe(0);
  });

  test.each([
    ['/trailer', 200],
    ['/status', 502],
    ['/reason', 200],
    ['/switch', 502],
  ])('survives a container that answers %s in a way that HTTP does not know: %i', async (path, status) => {
    await using at = await setup({ answerTimeout: '60s' });
    expect((await at.get('acme.preview.example', path)).status).toBe(status);
    await vi.waitFor(() => expect(at.router.open).toBe(0));
  });

  test('answers an upgrade to another protocol as if it had not been asked for', async () => {
    await using at = await setup();
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
    const answer = await at.get('acme.preview.example', '/a', headers, 'POST', 'body');
    expect(answer.status).toBe(200);
    const seen = JSON.parse(answer.text);
    expect(seen).toMatchObject({ method: 'POST', url: '/a', body: 'body' });
    expect(seen.headers).not.toHaveProperty('upgrade');
    expect(seen.headers).not.toHaveProperty('http2-settings');
  });

  test('keeps cookies to the host that set them', async () => {
    await using at = await setup();
    const { headers } = await at.get('acme.preview.example', '/cookie');
    expect(headers['set-cookie']).toEqual(['id=1; Path=/', 'b=2']);
  });

  test('finds the container again after each start', async () => {
    await using at = await setup();
    for (let round = 0; round < 3; round += 1) {
      expect((await at.get('acme.preview.example')).status).toBe(200);
      await at.family.stop('acme');
    }
    expect((await at.family.get('acme'))?.generation).toBe(1);
  });

  test('answers no more when it is closed', async () => {
    await using at = await setup();
    const { closed, read } = await upgrade(at.server, 'acme.preview.example');
    await read('hello');
    await at.router.close();
    await closed;
    expect((await at.get('acme.preview.example')).status).toBe(503);
  });

  test('is refused with options that would let everybody in, or nobody', async () => {
    await using at = await setup();
    expect(() => at.family.router({ host: 'preview.example', port: 0 } as never)).toThrow(
      expect.objectContaining({
        code: 'family.invalid',
        message: expect.stringMatching(
          /router\.host: got "preview\.example".*\n.*router\.port: got 0.*\n.*router\.authorise: got nothing/s,
        ),
      }),
    );
  });
});

async function opened(server: Server) {
  const { socket, closed, read } = await upgrade(server, 'acme.preview.example');
  await read('hello');
  return {
    async [Symbol.asyncDispose]() {
      socket.destroy();
      await closed;
    },
  };
}
