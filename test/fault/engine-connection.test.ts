import { connectDocker, isDocktopusError } from '@docktopus/core';
import { DockerClients } from '@docktopus/core/engine';
import { FaultProxy } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { engineEndpoint } from '../support/engine.ts';
import { reads } from './every-call.ts';
import { ProxiedDocker } from './proxied-docker.ts';

test('an engine that is slow to answer is waited for', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  proxy.inject({ kind: 'delay', ms: 150 });
  await expect(docker.engine.listContainers({ timeoutMs: 5_000 })).resolves.toBeInstanceOf(Array);
  await expect(docker.engine.listContainers({ timeoutMs: 60 })).rejects.toSatisfy((error) =>
    isDocktopusError(error, 'timeout'),
  );
});

test('an engine that is away is unreachable, and says where it was', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  await proxy.refuse();
  await expect(docker.engine.ping()).rejects.toSatisfy(
    (error) =>
      isDocktopusError(error, 'engine.unreachable', 'engine.disconnected') &&
      (error as Error).message.includes(proxy.endpoint),
  );
  await expect(docker.engine.ping()).rejects.toSatisfy((error) =>
    isDocktopusError(error, 'engine.unreachable'),
  );
  await expect(connectDocker({ endpoint: proxy.endpoint })).rejects.toSatisfy((error) =>
    isDocktopusError(error, 'engine.unreachable'),
  );
});

test('reads survive an engine that has dropped the connections we kept', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  for (let round = 0; round < 20; round += 1) {
    await docker.engine.ping();
    proxy.inject({ kind: 'drop' }, { times: 1 });
    await docker.engine.listContainers();
  }
});

test('so does a wait, which changes nothing either', async () => {
  await using boxes = await Boxes.connect();
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  const box = await boxes.box().cmd(['sh', '-c', 'exit 3']).create();
  await box.start({ waitForExit: true });
  await docker.engine.stopContainer('nope');
  proxy.inject({ kind: 'drop' }, { on: /wait/, times: 1 });
  await expect(docker.engine.waitContainer(box.id ?? '')).resolves.toMatchObject({ statusCode: 3 });
  expect(proxy.requests.filter(({ url }) => url.includes('/wait'))).toHaveLength(2);
});

test('a change is never sent twice', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  await docker.engine.stopContainer('nope');
  proxy.inject({ kind: 'drop' }, { on: /kill/ });
  await expect(docker.engine.killContainer('nope')).rejects.toSatisfy((error) =>
    isDocktopusError(error, 'engine.disconnected'),
  );
  expect(proxy.requests.filter(({ url }) => url.includes('kill'))).toHaveLength(1);
});

test.each([
  ['something that is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'engine.protocol'],
  ['a page of a proxy', 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>', 'engine.protocol'],
  ['half an object', 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n{"Id":', 'engine.protocol'],
  ['an error page', 'HTTP/1.1 502 Bad Gateway\r\ncontent-length: 4\r\n\r\noops', 'engine.failed'],
  ['an error without a reason', 'HTTP/1.1 500 X\r\ncontent-length: 0\r\n\r\n', 'engine.failed'],
])('%s instead of an answer is a typed error', async (_name, answer, code) => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  proxy.inject({ kind: 'replace', answer });
  for (const name of ['inspectContainer', 'listContainers', 'images.list', 'volumes.list']) {
    const error = await reads[name]?.(docker, 'nope', { timeoutMs: 2_000 }).catch(
      (reason: unknown) => reason,
    );
    expect(error, name).toSatisfy((found) => isDocktopusError(found, code as 'engine.failed'));
  }
});

test('a malformed line ends an event stream with a protocol error, and nothing else', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  const answer = 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{"Type":"container","Action":"x"}\nnonsense\n';
  proxy.inject({ kind: 'replace', answer });
  const seen: string[] = [];
  const subscription = await docker.engine.watchEvents(({ action }) => seen.push(action));
  expect(await subscription.ended).toSatisfy((error) => isDocktopusError(error, 'engine.protocol'));
  expect(seen).toEqual(['x']);
});

test('an abort ends connections that were taken over', async () => {
  await using boxes = await Boxes.connect();
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  const box = await boxes.box().create();
  await box.start();
  const abort = new AbortController();
  const exec = await docker.engine.createExec(box.id ?? '', {
    Cmd: ['cat'],
    AttachStdin: true,
    AttachStdout: true,
  });
  const stream = await docker.engine.startExec(exec.id, { stdin: true, signal: abort.signal });
  await stream.write('hello');
  const chunks: string[] = [];
  const reading = (async () => {
    for await (const { data } of stream.output) {
      chunks.push(data.toString());
      abort.abort();
    }
  })();
  await expect(reading).rejects.toSatisfy((error) => isDocktopusError(error, 'aborted'));
  expect(chunks).toEqual(['hello']);
  await expect(stream.write('more')).rejects.toSatisfy((error) => isDocktopusError(error, 'aborted'));
  await expect.poll(() => proxy.connections).toBeLessThanOrEqual(2);
});

test('no secret of a container gets into a URL', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  const secret = 'hunter2-in-the-environment';
  const { id } = await docker.engine.createContainer({
    Image: 'docktopus/busybox:1.35',
    Env: [`TOKEN=${secret}`],
    Labels: { 'engine-fault': 'x' },
  });
  await docker.engine.removeContainer(id);
  await docker.images
    .pull('localhost:1/nope:1', { auth: { username: 'me', password: secret }, timeoutMs: 5_000 })
    .catch(() => undefined);
  expect(proxy.requests.some(({ url }) => url.includes('/containers/create'))).toBe(true);
  expect(proxy.requests.filter(({ url }) => url.includes('hunter2'))).toEqual([]);
});

test('clients of one registry share a connection, and close it with the last of them', async () => {
  await using proxy = await FaultProxy.start(engineEndpoint());
  const clients = new DockerClients();
  const connect = () => connectDocker({ endpoint: proxy.endpoint, clients });
  const [first, second] = await Promise.all([connect(), connect()]);
  expect(second.engine).toBe(first.engine);
  expect(first.sharedBy).toBe(2);
  expect(proxy.requests.filter(({ url }) => url === '/_ping')).toHaveLength(1);
  await first.close();
  await first.close();
  expect(first.closed).toBe(true);
  expect(second.sharedBy).toBe(1);
  await second.engine.ping();
  await second.close();
  await expect.poll(() => proxy.connections).toBe(0);
  await using third = await connect();
  expect(third.engine).not.toBe(first.engine);
});

test('clients without a registry do not share', async () => {
  await using one = await connectDocker({ endpoint: engineEndpoint() });
  await using other = await connectDocker({ endpoint: engineEndpoint() });
  expect(other.engine).not.toBe(one.engine);
  expect(one.sharedBy).toBe(1);
});

test('a caller that gives up does not close a shared connection', async () => {
  await using proxy = await FaultProxy.start(engineEndpoint());
  proxy.inject({ kind: 'delay', ms: 150 }, { on: /_ping/ });
  const clients = new DockerClients();
  const hasty = connectDocker({ endpoint: proxy.endpoint, clients, timeoutMs: 40 });
  const patient = connectDocker({ endpoint: proxy.endpoint, clients, timeoutMs: 5_000 });
  await expect(hasty).rejects.toSatisfy((error) => isDocktopusError(error, 'timeout'));
  await using docker = await patient;
  await docker.engine.ping();
});
