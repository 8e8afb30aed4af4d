import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, test } from 'vitest';
import { silentLogger } from '../log/index.ts';
import { ANSWERED, type HttpMethod, HttpServer, httpApp, RouteTable } from './index.ts';
import { servedHosts } from './served-hosts.ts';

const says = (text: string) => () => new Response(text);

/** A table with these routes, each answering with its own path. */
function table(...routes: readonly [method: HttpMethod, path: string][]): RouteTable {
  const all = new RouteTable();
  for (const [method, path] of routes) all.on(method, path, says(`${method} ${path}`), 'a test');
  return all;
}

async function ask(routes: RouteTable, path: string, method = 'GET') {
  const response = await httpApp(routes, silentLogger)(new Request(`http://localhost${path}`, { method }));
  return { status: response.status, text: await response.text(), allow: response.headers.get('allow') };
}

/** A server with `routes` on a free port. */
async function listening(routes: RouteTable, hosts?: readonly string[]) {
  const server = await HttpServer.listen(routes, { host: '127.0.0.1', port: 0 }, silentLogger, hosts);
  const closed = new AbortController();
  return {
    url: `http://127.0.0.1:${server.address.port}`,
    port: server.address.port,
    server,
    async [Symbol.asyncDispose]() {
      closed.abort();
      await server.close(closed.signal);
    },
  };
}

describe('a path', () => {
  test.each(['hook', '', '/a b', '/*', '/a//b', '/:', '/:1', '/a/:b{x}', '/a?b'])(
    '%j is refused when it is registered',
    (path) => {
      expect(() => new RouteTable().on('GET', path, says(''), 'a test')).toThrow(
        expect.objectContaining({ code: 'runner.invalid' }),
      );
    },
  );

  test.each<[first: string, second: string]>([
    ['/a', '/a'],
    ['/a/:x', '/a/:y'],
  ])('%s and %s of one method are the same, and the error names both owners', (first, second) => {
    const routes = new RouteTable();
    routes.on('POST', first, says(''), 'webhook one');
    expect(() => routes.on('POST', second, says(''), 'webhook two')).toThrow(
      `webhook two ${second}: webhook one has this path already`,
    );
    routes.on('GET', second, says(''), 'another method');
  });

  test.each<[path: string, method: string, status: number, text: string]>([
    ['/', 'GET', 200, 'GET /'],
    ['/calls/7', 'GET', 200, 'GET /calls/:id'],
    ['/calls/7', 'DELETE', 200, 'DELETE /calls/:id'],
    ['/calls/all', 'GET', 200, 'GET /calls/all'],
    ['/calls/all', 'DELETE', 200, 'DELETE /calls/:id'],
    ['/calls/7/events', 'GET', 200, 'GET /calls/:id/events'],
    ['/calls/7', 'HEAD', 200, ''],
    ['/calls/7', 'POST', 405, '{"error":{"message":"GET, HEAD, DELETE only"}}'],
    ['/nowhere', 'GET', 404, '{"error":{"message":"not found"}}'],
    ['/calls', 'GET', 404, '{"error":{"message":"not found"}}'],
    ['/calls/%ff', 'GET', 400, '{"error":{"message":"the path is not well encoded"}}'],
  ])('%s asked with %s is answered with %d %s', async (path, method, status, text) => {
    const routes = table(
      ['GET', '/'],
      ['GET', '/calls/:id'],
      ['DELETE', '/calls/:id'],
      ['GET', '/calls/all'],
      ['GET', '/calls/:id/events'],
    );
    expect(await ask(routes, path, method)).toMatchObject({ status, text });
  });

  it('gives its parameters decoded, and the query', async () => {
    const routes = new RouteTable();
    const show = ({ params, url }: { params: object; url: URL }) =>
      Response.json({ params, page: url.searchParams.get('page') });
    routes.on('GET', '/a/:x/b/:y', show, 'a test');
    expect(JSON.parse((await ask(routes, '/a/1%2F2/b/%C3%A9?page=3')).text)).toEqual({
      params: { x: '1/2', y: 'é' },
      page: '3',
    });
  });
});

it('a handler that throws is answered with 500 and without its error, which is logged', async () => {
  const logged: unknown[] = [];
  const routes = new RouteTable();
  const failure = new Error('a secret detail');
  routes.on('GET', '/x', () => Promise.reject(failure), 'a test');
  const log = { ...silentLogger, error: (...line: unknown[]) => void logged.push(line) };
  const response = await httpApp(routes, log)(new Request('http://localhost/x'));
  expect([response.status, await response.text()]).toEqual([500, '{"error":{"message":"internal error"}}']);
  expect(logged).toEqual([['GET /x failed', { err: failure }]]);
});

it('a mount claims a host or a part of the paths before any route does', async () => {
  const routes = table(['GET', '/calls/:id']);
  routes.mount({ name: 'tenants', matches: ({ host }) => host === 'a.localhost', handle: says('tenant a') });
  routes.mount({ name: 'page', matches: ({ path }) => path.startsWith('/ui/'), handle: says('page') });
  const app = httpApp(routes, silentLogger);
  const text = async (url: string) => (await app(new Request(url))).text();
  expect([
    await text('http://a.localhost/calls/1'),
    await text('http://localhost/ui/x/y'),
    await text('http://localhost/calls/1'),
  ]).toEqual(['tenant a', 'page', 'GET /calls/:id']);
});

describe('a listening server', () => {
  it('sends a stream as it comes, and tells its handler when the client goes away', async () => {
    const routes = new RouteTable();
    let cancelled!: () => void;
    const left = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    const body = () =>
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode('first')),
        cancel: () => cancelled(),
      });
    routes.on('GET', '/stream', () => new Response(body()), 'a test');
    await using served = await listening(routes);
    const client = new AbortController();
    const response = await fetch(`${served.url}/stream`, { signal: client.signal });
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('first');
    client.abort();
    await reader.read().catch(() => undefined);
    await left;
  });

  it('leaves the answer to a handler that writes on the response itself', async () => {
    const routes = new RouteTable();
    routes.on(
      'GET',
      '/raw',
      ({ node }) => {
        node?.response.writeHead(418).end('by itself');
        return ANSWERED;
      },
      'a test',
    );
    await using served = await listening(routes);
    const response = await fetch(`${served.url}/raw`);
    expect([response.status, await response.text()]).toEqual([418, 'by itself']);
  });

  /** Asks for an upgrade and returns everything that the server says. */
  async function upgrade(port: number, path: string, untilEnd = false, host = 'x'): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
    );
    let said = '';
    socket.on('data', (chunk) => {
      said += String(chunk);
    });
    socket.on('error', () => undefined);
    if (untilEnd) await once(socket, 'close');
    else while (!said.includes('\r\n\r\n')) await once(socket, 'data');
    return said;
  }

  /** `/rooms/:room` takes over, `/broken` throws. */
  function upgrading(): RouteTable {
    const routes = table(['GET', '/plain']);
    routes.onUpgrade(
      '/rooms/:room',
      ({ socket, params }) => void socket.write(`HTTP/1.1 101 In\r\nroom: ${params.room}\r\n\r\n`),
      'a test',
    );
    routes.onUpgrade('/broken', () => Promise.reject(new Error('broken')), 'a test');
    return routes;
  }

  it('hands an upgrade to the handler of its path', async () => {
    await using served = await listening(upgrading());
    expect(await upgrade(served.port, '/rooms/7')).toBe('HTTP/1.1 101 In\r\nroom: 7\r\n\r\n');
  });

  test.each<[path: string, answer: string]>([
    ['/plain', '404 Not Found'],
    ['/broken', '500 Internal Server Error'],
    ['http://[', '404 Not Found'],
  ])('answers an upgrade of %s with %s and ends the connection', async (path, answer) => {
    await using served = await listening(upgrading());
    expect(await upgrade(served.port, path, true)).toMatch(new RegExp(`^HTTP/1.1 ${answer}\r\n`));
  });

  /** The status of a request that was sent to `host`. */
  async function statusFor(port: number, host: string): Promise<number | undefined> {
    const asked = request({ port, host: '127.0.0.1', path: '/plain', headers: { host } });
    const [response] = (await once(asked.end(), 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  }

  it('answers to addresses, localhost and the names that it was given, so that no other site can point its name to it', async () => {
    const routes = upgrading();
    routes.mount({
      name: 'tenants',
      matches: ({ host }) => host === 'acme.preview.example',
      handle: says('acme'),
    });
    await using served = await listening(routes, ['hooks.example.com', '*.example.org']);
    const { port } = served;
    const hosts = [
      `127.0.0.1:${port}`,
      '[::1]',
      'localhost',
      'a.localhost:80',
      'Hooks.example.com:443',
      'a.b.example.org',
      'acme.preview.example',
      'evil.example',
      'example.org',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
    ];
    expect(await Promise.all(hosts.map((host) => statusFor(port, host)))).toEqual([
      200, 200, 200, 200, 200, 200, 200, 421, 421, 421, 421,
    ]);
    expect(await upgrade(port, '/rooms/7', true, 'evil.example')).toMatch(
      /^HTTP\/1.1 421 Misdirected Request\r\n/,
    );
  });

  test.each<[bound: string, hosts: readonly string[] | undefined, evil: boolean]>([
    ['127.0.0.1', undefined, true],
    ['127.0.0.1', [], false],
    ['::1', [], false],
    ['127.0.0.1', ['hooks.example.com', '*'], true],
    ['0.0.0.0', undefined, true],
    ['0.0.0.0', ['hooks.example.com'], false],
    ['127.0.0.1', ['EVIL.example'], true],
  ])('bound to %s with the hosts %j, another name is served: %j', (bound, hosts, evil) => {
    expect(servedHosts(bound, hosts)?.('evil.example') ?? true).toBe(evil);
    expect(servedHosts(bound, hosts)?.('127.0.0.1') ?? true).toBe(true);
  });

  it('cuts off upgraded connections when it closes, since they would not end by themselves', async () => {
    const served = await listening(upgrading());
    const ended = upgrade(served.port, '/rooms/7', true);
    await upgrade(served.port, '/rooms/8');
    await served.server.close(new AbortController().signal);
    expect(await ended).toContain('room: 7');
  });

  it('treats a request that merely offers an upgrade as any other when nothing takes upgrades', async () => {
    await using served = await listening(table(['GET', '/plain']));
    const socket = connect(served.port, '127.0.0.1');
    socket.write('GET /plain HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: h2c\r\n\r\n');
    const [head] = (await once(socket, 'data')) as Buffer[];
    expect(String(head)).toMatch(/^HTTP\/1.1 200/);
    socket.destroy();
  });
});
