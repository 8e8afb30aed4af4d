import { text } from 'node:stream/consumers';
import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { connectDocker } from '../connection/connect-docker.ts';

async function setup() {
  const engine = new FakeEngine();
  const docker = await connectDocker({ transport: engine });
  return {
    docker,
    async [Symbol.asyncDispose]() {
      await docker.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

test('docker.request() answers with JSON, with text, with a stream, and with undefined for an empty answer', async () => {
  await using bench = await setup();
  const { docker } = bench;
  const { Id } = await docker.request<{ Id: string }>({
    method: 'POST',
    path: '/containers/create',
    query: { name: 'made' },
    body: { Image: 'busybox:1.36', Cmd: ['echo', 'hello'], Tty: true },
  });
  expect(await docker.request({ method: 'POST', path: `/containers/${Id}/start` })).toBeUndefined();
  await docker.engine.waitContainer(Id);
  expect(await docker.request({ path: '/_ping' }, { answer: 'text' })).toBe('OK');
  const logs = await docker.request(
    { path: `/containers/${Id}/logs`, query: { stdout: true } },
    { answer: 'stream' },
  );
  expect(await text(logs)).toContain('hello');
  const list = await docker.request<{ Names: string[] }[]>({
    path: '/containers/json',
    query: { all: true },
  });
  expect(list.map(({ Names }) => Names)).toEqual([['/made']]);
});

test('docker.request() rejects with the code of what the engine says', async () => {
  await using bench = await setup();
  const { docker } = bench;
  await expect(docker.request({ path: '/containers/nope/json' })).rejects.toMatchObject({
    code: 'container.not-found',
    operation: 'docker.request',
    subject: 'GET /containers/nope/json',
    details: { status: 404 },
  });
  const described = { operation: 'services.inspect', subject: 'web', notFound: 'volume.not-found' } as const;
  await expect(docker.request({ path: '/services/web' }, described)).rejects.toMatchObject({
    operation: 'services.inspect',
    subject: 'web',
    code: 'volume.not-found',
  });
  await expect(docker.request({ path: '/_ping' })).rejects.toMatchObject({ code: 'engine.protocol' });
});

test('docker.request() ends with its signal and its time, and with the client', async () => {
  await using bench = await setup();
  const { docker } = bench;
  const id = (await docker.engine.createContainer({ Image: 'busybox:1.36', Cmd: ['sleep', '60'] })).id;
  await docker.engine.startContainer(id);
  const wait = { method: 'POST', path: `/containers/${id}/wait` } as const;
  await expect(docker.request(wait, { timeoutMs: 5 })).rejects.toMatchObject({ code: 'timeout' });
  const stop = new AbortController();
  const aborted = docker.request(wait, { signal: stop.signal });
  stop.abort();
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  const closed = docker.request(wait, { timeoutMs: 0 });
  await docker.close();
  await expect(closed).rejects.toMatchObject({ code: 'engine.closed' });
});

test.each([
  '',
  'info',
  '/',
  '//info',
  '/a/../b',
  '/v1.41/info',
  '/info?all=1',
  '/a b',
  '/a\nb',
  '/a#b',
  '/ä',
])('docker.request() refuses the path %j before anything is sent', async (path) => {
  await using bench = await setup();
  await expect(bench.docker.request({ path })).rejects.toMatchObject({ code: 'spec.invalid' });
});
