import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { EngineRequest } from '@docktopus/core/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeEngine, type FakeEngineOptions } from './index.ts';

const engines: FakeEngine[] = [];

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine[Symbol.asyncDispose]();
});

/** The fake engine and a client that is nothing but HTTP. */
function setup(options: FakeEngineOptions = {}) {
  const fake = new FakeEngine(options);
  engines.push(fake);
  const send = (method: EngineRequest['method'], path: string, body?: unknown, upgrade = false) =>
    fake.request({
      method,
      path: `/v1.41${path}`,
      headers: {},
      body: body === undefined ? undefined : JSON.stringify(body),
      upgrade,
      signal: new AbortController().signal,
    });
  const call = async (method: EngineRequest['method'], path: string, body?: unknown) => {
    const answer = await send(method, path, body);
    const chunks: Buffer[] = [];
    for await (const chunk of answer.body) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) };
  };
  const create = async (name: string, body: object) => {
    const answer = await call('POST', `/containers/create?name=${name}`, { Image: 'busybox:1.36', ...body });
    expect(answer.text).toContain('"Id"');
    return answer.json().Id as string;
  };
  const state = async (name: string) => (await call('GET', `/containers/${name}/json`)).json().State;
  const actions = () => fake.events.filter(({ type }) => type === 'container').map(({ action }) => action);
  return { fake, send, call, create, state, actions };
}

describe('the fake engine', () => {
  it('the fake engine tells its version and name', async () => {
    const { call } = setup();
    const { headers, text } = await call('GET', '/_ping');
    expect(text).toBe('OK');
    expect(headers.server).toMatch(/^Docktopus-Fake\//);
    expect(headers['api-version']).toBe('1.41');
  });

  it('the fake engine runs a command to its end and keeps its output', async () => {
    const { call, create, state, actions } = setup();
    await create('box', { Cmd: ['sh', '-c', 'echo out; echo err >&2; exit 3'] });
    expect((await call('POST', '/containers/box/start')).status).toBe(204);
    expect((await call('POST', '/containers/box/wait')).json().StatusCode).toBe(3);
    expect(await state('box')).toMatchObject({ Status: 'exited', ExitCode: 3, Running: false });
    const logs = (await call('GET', '/containers/box/logs?stdout=1&stderr=1')).text;
    expect(logs).toBe('\x01\0\0\0\0\0\0\x04out\n\x02\0\0\0\0\0\0\x04err\n');
    expect(actions()).toEqual(['create', 'start', 'die']);
  });

  it("a stop of the fake engine waits for its grace period by the engine's clock", async () => {
    const { fake, call, create, state, actions } = setup({ time: 'manual' });
    await create('box', { Cmd: ['sleep', '100'] });
    await call('POST', '/containers/box/start');
    const stopped = call('POST', '/containers/box/stop?t=10');
    await fake.advance(9_999);
    expect((await state('box')).Status).toBe('running');
    await fake.advance(1);
    expect((await stopped).status).toBe(204);
    expect(await state('box')).toMatchObject({ Status: 'exited', ExitCode: 137 });
    expect(actions()).toEqual(['create', 'start', 'kill', 'kill', 'die', 'stop']);
  });

  it('the fake engine restarts by policy, with a back-off that doubles', async () => {
    const { fake, call, create, state } = setup({ time: 'manual' });
    await create('box', {
      Cmd: ['false'],
      HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 } },
    });
    await call('POST', '/containers/box/start');
    await fake.advance(0);
    expect(await state('box')).toMatchObject({ Status: 'restarting', Running: true });
    await fake.advance(100);
    expect((await state('box')).Status).toBe('restarting');
    await fake.advance(200);
    expect(await state('box')).toMatchObject({ Status: 'exited', ExitCode: 1 });
  });

  it('a script of the fake engine handles signals', async () => {
    const { fake, call, create, state } = setup();
    fake.image('redis:7.4', async (process) => {
      process.onSignal('SIGTERM', () => process.exit(0));
      process.stdout('Ready to accept connections\n');
      await process.forever();
    });
    await create('redis', { Image: 'redis:7.4' });
    await call('POST', '/containers/redis/start');
    await call('POST', '/containers/redis/stop');
    expect(await state('redis')).toMatchObject({ Status: 'exited', ExitCode: 0 });
  });

  it("the fake engine's shell runs a trap once its foreground command has ended", async () => {
    const { call, create, state } = setup();
    await create('box', { Cmd: ['sh', '-c', 'trap "exit 7" TERM; while true; do sleep 0.01; done'] });
    await call('POST', '/containers/box/start');
    await call('POST', '/containers/box/stop');
    expect((await state('box')).ExitCode).toBe(7);
  });

  it('the fake engine runs exec commands with input and output', async () => {
    const { call, create, send } = setup();
    await create('box', { Cmd: ['sleep', '100'] });
    await call('POST', '/containers/box/start');
    const exec = {
      Cmd: ['sh', '-c', 'read line; echo "<$line>"; exit 4'],
      AttachStdin: true,
      AttachStdout: true,
    };
    const { Id } = (await call('POST', '/containers/box/exec', exec)).json();
    const connection = (await send('POST', `/exec/${Id}/start`, {}, true)).body as Duplex;
    connection.write('hello\n');
    const chunks: Buffer[] = [];
    for await (const chunk of connection) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).subarray(8).toString()).toBe('<hello>\n');
    expect((await call('GET', `/exec/${Id}/json`)).json()).toMatchObject({ Running: false, ExitCode: 4 });
  });

  it("the fake engine's statistics hold two readings a second apart, so that a rate can be computed", async () => {
    const { call, create } = setup();
    await create('busy', { Cmd: ['sleep', '60'] });
    await call('POST', '/containers/busy/start');
    const { cpu_stats, precpu_stats } = (await call('GET', '/containers/busy/stats?stream=false')).json();
    expect(cpu_stats.system_cpu_usage - precpu_stats.system_cpu_usage).toBe(1e9);
  });

  it('a container of the fake engine goes through starting, healthy and unhealthy', async () => {
    const { fake, call, create, state, actions } = setup({ time: 'manual' });
    const Healthcheck = { Test: ['CMD-SHELL', 'test -f /ok'], Interval: 1e9, Retries: 2 };
    await create('box', { Cmd: ['sleep', '100'], Healthcheck });
    await call('POST', '/containers/box/start');
    expect((await state('box')).Health.Status).toBe('starting');
    await fake.advance(2_000);
    expect((await state('box')).Health).toMatchObject({ Status: 'unhealthy', FailingStreak: 2 });
    fake.health('box', 'healthy');
    expect((await state('box')).Health.Status).toBe('healthy');
    expect(actions()).toContain('health_status: unhealthy');
    expect(actions().at(-1)).toBe('health_status: healthy');
  });

  it('a script of the fake engine listens on a published port', async () => {
    const { fake, call, create } = setup();
    fake.image('echo:1', async (process) => {
      await process.listen(7, (socket) => socket.pipe(socket));
      await process.forever();
    });
    await create('echo', {
      Image: 'echo:1',
      ExposedPorts: { '7/tcp': {} },
      HostConfig: { PortBindings: { '7/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
    });
    await call('POST', '/containers/echo/start');
    const { Ports } = (await call('GET', '/containers/echo/json')).json().NetworkSettings;
    const socket = connect(Number(Ports['7/tcp'][0].HostPort), '127.0.0.1');
    socket.write('ping');
    expect(String(await once(socket, 'data'))).toBe('ping');
    socket.destroy();
  });

  it('the fake engine hangs, fails, cuts and slows the calls that a test names', async () => {
    const { fake, call } = setup();
    fake.fail('ping', 503, 'not now', { times: 1 });
    expect(await call('GET', '/_ping')).toMatchObject({ status: 503, text: '{"message":"not now"}\n' });
    expect((await call('GET', '/_ping')).status).toBe(200);
    fake.cut('version', 10, { times: 1 });
    await expect(call('GET', '/version')).rejects.toThrow('ECONNRESET');
    const hang = fake.hang('ping');
    const held = call('GET', '/_ping');
    await new Promise((resolve) => setImmediate(resolve));
    expect(hang.hits).toBe(1);
    hang.undo();
    expect((await held).status).toBe(200);
  });

  it('the fake engine goes away and comes back with the containers that restart policies start', async () => {
    const { fake, call, create, send, state } = setup();
    const program = 'trap "exit 0" TERM; while true; do sleep 0.01; done';
    await create('always', { Cmd: ['sh', '-c', program], HostConfig: { RestartPolicy: { Name: 'always' } } });
    await create('never', { Cmd: ['sh', '-c', program] });
    for (const name of ['always', 'never']) await call('POST', `/containers/${name}/start`);
    const events = (await send('GET', '/events')).body;
    const lost = once(events, 'error');
    events.resume();
    await fake.stop();
    expect(String((await lost)[0])).toContain('ECONNRESET');
    await expect(call('GET', '/_ping')).rejects.toThrow('ECONNREFUSED');
    await fake.start();
    expect((await state('always')).Status).toBe('running');
    expect((await state('never')).Status).toBe('exited');
  });
});
