import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { type ContainerFamily, DockerContext } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { injectable } from 'tsyringe';
import { expect, test } from 'vitest';
import { Router } from '../router/index.ts';
import { BlueprintRunner } from './index.ts';

const engine = new FakeEngine();
engine.image('web:1', async (process) => {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => response.end(`${request.method} ${request.url} ${body}`));
  });
  server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
    socket.on('data', (data: Buffer) => socket.write(`echo ${data}`));
  });
  await process.listen(8080, (socket) => server.emit('connection', socket));
  await process.forever();
});

@injectable()
class TenantContext extends DockerContext {
  tenants!: ContainerFamily<string>;

  override onInit() {
    this.tenants = this.family('tenants', () => this.container('web:1').ports(8080), { idle: 'never' });
  }
}

test('a family’s router answers on the runner’s server for its own hosts, and the runner for all others', async () => {
  const runner = BlueprintRunner.for(TenantContext)
    .router(Router.create().route('echo', ({ body }) => body))
    .serve(TenantContext, (ctx) =>
      ctx.tenants.router({ host: '*.preview.example', port: 8080, authorise: ({ slug }) => ({ key: slug }) }),
    )
    .http({ port: 0 })
    .options({
      connect: {
        transport: engine,
        cleanup: 'none',
        config: { name: 'bp', strict: 'off', shutdownGraceMs: 0 },
      },
    });
  await runner.start();
  const port = runner.httpAddress?.port ?? 0;
  const ask = async (host: string, path: string, method = 'GET', body?: string) => {
    const request = httpRequest({ port, path, method, headers: { host }, agent: false });
    request.end(body);
    const [response] = await once(request, 'response');
    let text = '';
    for await (const chunk of response) text += chunk;
    return [response.statusCode, text];
  };
  expect(await ask('acme.preview.example', '/ask?x=1', 'POST', 'hello')).toEqual([
    200,
    'POST /ask?x=1 hello',
  ]);
  expect(await ask('acme.preview.example', '/healthz')).toEqual([200, 'GET /healthz ']);
  expect(await ask('localhost', '/healthz')).toEqual([200, '{"healthy":true}']);

  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    'GET / HTTP/1.1\r\nhost: acme.preview.example\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n',
  );
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'data');
  socket.write('ping');
  expect(String((await once(socket, 'data'))[0])).toBe('echo ping');

  const refused = connect(port, '127.0.0.1');
  await once(refused, 'connect');
  refused.write('GET / HTTP/1.1\r\nhost: no[host\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
  expect(String((await once(refused, 'data'))[0]).split('\r\n')[0]).toBe('HTTP/1.1 400 Bad Request');
  await runner.stop();
  await closed;
});

test('a runner that only serves a router needs no jobs, and runs until it is stopped', async () => {
  const stop = new AbortController();
  const runner = BlueprintRunner.for(TenantContext)
    .serve(TenantContext, (ctx) =>
      ctx.tenants.router({ host: '*.preview.example', port: 8080, authorise: ({ slug }) => ({ key: slug }) }),
    )
    .http({ port: 0 })
    .options({
      connect: {
        transport: engine,
        cleanup: 'none',
        config: { name: 'served', strict: 'off', shutdownGraceMs: 0 },
      },
    });
  const running = runner.run({ signal: stop.signal });
  await expect.poll(() => runner.state.phase, { timeout: 10_000 }).toBe('running');
  const headers = { host: 'acme.preview.example' };
  const request = httpRequest({ port: runner.httpAddress?.port, headers, agent: false }).end();
  expect((await once(request, 'response'))[0].statusCode).toBe(200);
  expect(runner.state.phase).toBe('running');
  stop.abort();
  await running;
  expect(runner.state.phase).toBe('stopped');
});
