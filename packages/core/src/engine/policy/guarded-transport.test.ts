import { Readable } from 'node:stream';
import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { connectDocker } from '../connection/connect-docker.ts';
import { guardedClient } from '../connection/engine-connection.ts';
import type { EngineRequest, EngineTransport } from '../transport/engine-transport.ts';
import { guardedTransport } from './guarded-transport.ts';
import type { Policy } from './policy.ts';

/** A transport that keeps what reaches it. */
function recording(): EngineTransport & { readonly sent: EngineRequest[] } {
  const sent: EngineRequest[] = [];
  return {
    sent,
    endpoint: 'tcp://engine.example:2375',
    async request(request) {
      sent.push(request);
      return { status: 204, headers: {}, body: Readable.from([]) };
    },
    close() {},
  };
}

async function send(
  request: Pick<EngineRequest, 'method' | 'path' | 'body'> & Partial<Pick<EngineRequest, 'headers'>>,
  policy: Policy = {},
): Promise<EngineRequest | undefined> {
  const engine = recording();
  const { signal } = new AbortController();
  await guardedTransport(engine, policy).request({ headers: {}, signal, ...request });
  return engine.sent[0];
}

const PRIVILEGED = JSON.stringify({ Image: 'busybox', HostConfig: { Privileged: true } });

test.each<[EngineRequest['method'], string, string?]>([
  ['POST', '/v1.44/containers/create?name=web', PRIVILEGED],
  ['POST', '/containers/create', PRIVILEGED],
  ['POST', '/containers%2Fcreate', PRIVILEGED],
  ['POST', '//containers/create', PRIVILEGED],
  ['POST', '/containers/x/../create', PRIVILEGED],
  ['POST', '/containers/x%2F..%2Fcreate', PRIVILEGED],
  ['POST', '/containers/create/', PRIVILEGED],
  ['POST', '/v1.44/v1.44/containers/create', PRIVILEGED],
  ['POST', '/containers/%E0%A4%A/start'],
  ['POST', '/v4.0.0/libpod/containers/create', '{}'],
  ['POST', '/services/create', '{}'],
  ['POST', '/plugins/pull?remote=x'],
  ['POST', '/swarm/init', '{}'],
  ['POST', '/session'],
  ['POST', '/containers/create', 'Image: busybox'],
  ['POST', '/containers/create', '[]'],
  ['POST', '/containers/x/exec', '{"Cmd":["id"],"Privileged":true}'],
  ['POST', '/containers/x/exec', '{"Cmd":["id"],"privileged":true}'],
  ['POST', '/containers/x/update', '{"OomScoreAdj":-1}'],
  ['POST', '/containers/x/start', '{"Privileged":true}'],
  ['POST', '/containers/x/start?checkpoint=c&checkpoint-dir=/etc'],
  ['POST', '/volumes/create', '{"DriverOpts":{"type":"none","o":"bind","device":"/"}}'],
  ['POST', '/networks/create', '{"Name":"n","Driver":"macvlan"}'],
  ['POST', '/networks/create', '{"Name":"n","driver":"macvlan"}'],
  ['POST', '/networks/create', '{"Name":"n","IPAM":{"Driver":"dhcp"}}'],
  ['POST', '/networks/create', '{"Name":"n","Options":{"com.docker.network.bridge.name":"docker0"}}'],
  ['POST', '/networks/shop/connect', '{"Container":"x"}'],
  ['POST', '/build?networkmode=host'],
  ['POST', '/build?t=a?b&networkmode=host'],
  ['POST', '/build?volume=/etc:/etc'],
  ['PUT', '/containers/x/settings'],
])('%s %s %s does not reach the engine', async (method, path, body) => {
  await expect(send({ method, path, body })).rejects.toMatchObject({ code: 'policy.refused' });
});

test.each<[EngineRequest['method'], string, string?]>([
  ['GET', '/v1.44/containers/json?all=true'],
  ['HEAD', '/_ping'],
  ['POST', '/v1.44/containers/create?name=web', '{"Image":"busybox"}'],
  ['POST', '/containers/web/start'],
  ['POST', '/containers/web/wait?condition=next-exit'],
  ['POST', '/containers/web/exec', '{"Cmd":["id"],"AttachStdout":true}'],
  ['POST', '/exec/1234/start', '{"Detach":true}'],
  ['POST', '/containers/web/update', '{"Memory":1000000000}'],
  ['PUT', '/containers/web/archive?path=/x', 'a tar'],
  ['POST', '/images/create?fromImage=busybox'],
  ['POST', '/images/registry.example%2Fapp/push?tag=1'],
  ['POST', '/build?t=app&dockerfile=Dockerfile', 'a tar'],
  ['POST', '/volumes/create', '{"Labels":{}}'],
  ['POST', '/networks/create', '{"Name":"n","Driver":"bridge"}'],
  ['DELETE', '/containers/web?force=true'],
])('%s %s %s reaches the engine as it is', async (method, path, body) => {
  expect(await send({ method, path, body })).toMatchObject({ method, path, ...(body && { body }) });
});

test('a body is sent as it was understood, also one that was a stream', async () => {
  const twice = '{"Image":"busybox","HostConfig":{"Privileged":true},"HostConfig":{}}';
  // The transport says how long it is.
  const sent = { body: '{"Image":"busybox","HostConfig":{}}', headers: {} };
  for (const body of [twice, Buffer.from(twice), Readable.from([Buffer.from(twice)])]) {
    const headers = { 'Content-Length': `${twice.length}` };
    const received = await send({ method: 'POST', path: '/containers/create', body, headers });
    expect(received).toMatchObject({ body: sent.body });
    expect(received?.headers).toEqual(sent.headers);
  }
});

test('the socket that the client itself uses is an engine, wherever it is', async () => {
  const engine = { ...recording(), endpoint: 'unix:///srv/engines/a.sock' };
  const { signal } = new AbortController();
  const guarded = guardedTransport(engine, { binds: ['/srv'] });
  for (const source of ['/srv/engines/a.sock', '/srv/engines', '/srv']) {
    const body = JSON.stringify({ Image: 'busybox', HostConfig: { Binds: [`${source}:/x`] } });
    const request = { method: 'POST', path: '/containers/create', headers: {}, body, signal } as const;
    await expect(guarded.request(request)).rejects.toMatchObject({ code: 'policy.refused' });
  }
  expect(engine.sent).toEqual([]);
});

test('a policy that cannot be read makes no client, and every problem is told', () => {
  const policy = { ports: 'lo', privilged: true, binds: './data', hostNamespaces: ['net'], volumes: 1 };
  expect(() => guardedTransport(recording(), policy as unknown as Policy)).toThrow(
    [
      'policy: 5 problems',
      `  policy.ports: got "lo", expected one of 'none', 'loopback', 'any'`,
      `  policy.privilged: got an unknown key, expected a known one; did you mean 'privileged'?`,
      '  policy.binds: got "./data", expected a list',
      `  policy.hostNamespaces[0]: got "net", expected one of 'network', 'pid', 'ipc', 'uts', 'user', 'cgroup'`,
      '  policy.volumes: got 1, expected true, false or a list of names',
    ].join('\n'),
  );
  expect(() => guardedTransport(recording(), 'strict' as unknown as Policy)).toThrow('policy: got "strict"');
});

async function connected(policy: Policy) {
  const engine = new FakeEngine();
  const docker = await connectDocker({ transport: engine, policy });
  return {
    engine,
    docker,
    async [Symbol.asyncDispose]() {
      await docker.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

test('every way to an engine is held against the policy', async () => {
  await using bench = await connected({ volumes: ['shop-*'] });
  const { docker, engine } = bench;
  const HostConfig = { Privileged: true };
  const body = { Image: 'busybox:1.36', HostConfig };
  const refused = { code: 'policy.refused' };
  await expect(docker.engine.createContainer(body)).rejects.toMatchObject({
    ...refused,
    details: { issues: [{ path: 'HostConfig.Privileged', got: 'true', expected: 'no value' }] },
  });
  const request = { method: 'POST', path: '/containers/create', body } as const;
  await expect(docker.request(request)).rejects.toMatchObject(refused);
  await expect(docker.dockerode.createContainer(body)).rejects.toMatchObject(refused);
  await expect(docker.volumes.ensure('data')).rejects.toMatchObject(refused);
  expect(engine.events).toEqual([]);

  await docker.volumes.ensure('shop-data');
  const { id } = await docker.engine.createContainer({ Image: 'busybox:1.36' });
  await docker.engine.startContainer(id);
  await docker.engine.removeContainer(id, { force: true });
});

test('clients of one connection have a policy or none', async () => {
  await using engine = new FakeEngine();
  await using docker = await connectDocker({ transport: engine });
  const body = { Image: 'busybox:1.36', HostConfig: { Privileged: true } };
  await using guarded = guardedClient(docker, {});
  await expect(guarded.engine.createContainer(body)).rejects.toMatchObject({ code: 'policy.refused' });
  await guarded.close();
  await expect(docker.engine.createContainer(body)).resolves.toMatchObject({ warnings: [] });
});

test('a client that connectDocker() has not made cannot be guarded', async () => {
  await using engine = new FakeEngine();
  await using docker = await connectDocker({ transport: engine });
  expect(() => guardedClient({ ...docker, closed: false }, {})).toThrow(
    'a policy needs a client that connectDocker() has made',
  );
});
