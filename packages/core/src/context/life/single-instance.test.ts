import { FakeEngine } from '@docktopus/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Injector } from '../../di/index.ts';
import { connectDocker } from '../../engine/index.ts';
import { type DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { labelsOf } from '../../labels/index.ts';
import { currentSession, printSession, type Session } from '../../ownership/index.ts';
import type { ConnectOptions } from '../connect-options.ts';
import { DockerContext } from '../docker-context.ts';

vi.setConfig({ testTimeout: 20_000 });

async function setup() {
  const engine = new FakeEngine({ ports: 'none' });
  const docker = await connectDocker({ transport: engine });
  const order: string[] = [];
  const connect = (name: string, options: ConnectOptions = {}) => {
    class App extends DockerContext {
      override onInit() {
        order.push(`${name} begins`);
      }
      override onShutdown() {
        order.push(`${name} ends`);
      }
    }
    return App.connect({
      transport: engine,
      config: { name: 'bp', strict: 'off', shutdownGraceMs: 0 },
      configSources: { args: false, env: false, envFile: false, file: false },
      ...options,
    });
  };
  return {
    engine,
    docker,
    order,
    connect,
    /** The lock of a session that is somewhere else, or gone. */
    async lockOf(session: Partial<Session>) {
      const printed = printSession({ ...currentSession(), ...session });
      const owner = {
        blueprint: 'bp',
        session: printed,
        name: '@single',
        nonce: 'n0',
        lifetime: 'session',
      } as const;
      const body = { Image: 'busybox:1.36', Cmd: ['true'], Labels: labelsOf(owner) };
      return (await docker.engine.createContainer(body, { name: 'bp-single-instance' })).id;
    },
    async names() {
      const all = await docker.engine.listContainers({ all: true });
      return all.map(({ Names }) => Names[0]?.slice(1));
    },
    async [Symbol.asyncDispose]() {
      await docker.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

async function failureOf(promise: Promise<unknown>): Promise<DocktopusError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (isDocktopusError(error)) return error;
  throw new Error(`expected a DocktopusError, got ${String(error)}`, { cause: error });
}

test('with single, a second instance is refused before its onInit(), and the next one may run once the first is closed', async () => {
  await using bench = await setup();
  const first = await bench.connect('first', { single: true });
  const error = await failureOf(bench.connect('second', { single: true }));
  expect(error).toMatchObject({
    code: 'context.in-use',
    operation: 'context.connect',
    message: `context.connect App: another instance of blueprint bp runs: process ${process.pid} is alive. Stop that one first, or connect with single: 'standby' to wait for its end`,
  });
  await first.close();
  expect(await bench.names()).toEqual([]);
  await (await bench.connect('third', { single: true })).close();
  expect(bench.order).toEqual(['first begins', 'first ends', 'third begins', 'third ends']);
});

test('a standby waits until the other instance is closed, and its wait does not count as time to connect', async () => {
  await using bench = await setup();
  const first = await bench.connect('first', { single: true });
  const reasons: string[] = [];
  const waiting = bench.connect('second', {
    single: 'standby',
    timeoutMs: 500,
    onStandby: ({ code }) => reasons.push(code),
  });
  await expect.poll(() => reasons).toEqual(['context.in-use']);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(bench.order).toEqual(['first begins']);
  await first.close();
  await (await waiting).close();
  expect(bench.order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('of several standbys, one at a time runs', async () => {
  await using bench = await setup();
  let running = 0;
  let most = 0;
  const instance = async (name: string) => {
    await using _ctx = await bench.connect(name, { single: 'standby' });
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 20));
    running -= 1;
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(instance));
  expect([most, bench.order.filter((line) => line.endsWith('begins')).length]).toEqual([1, 4]);
  expect(await bench.names()).toEqual([]);
});

test('a standby that is aborted stops waiting and leaves the other one alone', async () => {
  await using bench = await setup();
  await using _first = await bench.connect('first', { single: true });
  const abort = new AbortController();
  const onStandby = () => abort.abort(new Error('enough'));
  const error = await failureOf(
    bench.connect('second', { single: 'standby', signal: abort.signal, onStandby }),
  );
  expect(error.code).toBe('aborted');
  expect(await bench.names()).toEqual(['bp-single-instance']);
});

test('an instance whose process is gone is no obstacle', async () => {
  await using bench = await setup();
  await bench.lockOf({ pid: 4_194_305 });
  await using _ctx = await bench.connect('next', { single: true, cleanup: 'none' });
  expect(bench.order).toEqual(['next begins']);
});

test('an instance on another host counts as running', async () => {
  await using bench = await setup();
  const existingId = await bench.lockOf({ host: 'ffffffffffff' });
  expect((await failureOf(bench.connect('next', { single: true }))).details).toEqual({ existingId });
});

test('an engine without images gets an empty one for the lock', async () => {
  await using bench = await setup();
  const { images } = bench.docker;
  for (const { Id } of await images.list()) await images.remove(Id);
  await using _ctx = await bench.connect('first', { single: true });
  expect((await images.list()).map(({ RepoTags }) => RepoTags)).toEqual([['docktopus/empty:1']]);
  expect(await bench.names()).toEqual(['bp-single-instance']);
});

test('a lock that somebody removes is taken again, each time', async () => {
  await using bench = await setup();
  await using _ctx = await bench.connect('first', { single: true });
  for (let times = 0; times < 3; times += 1) {
    await bench.docker.engine.removeContainer('bp-single-instance', { force: true });
    await expect.poll(bench.names).toEqual(['bp-single-instance']);
  }
});

test('a lock that somebody removes while its context closes does not stay', async () => {
  await using bench = await setup();
  for (let times = 0; times < 10; times += 1) {
    const ctx = await bench.connect('first', { single: true, docker: bench.docker });
    const removed = bench.docker.engine.removeContainer('bp-single-instance', { force: true });
    for (let turn = 0; turn < times; turn += 1) await new Promise(setImmediate);
    await ctx.close();
    await removed;
    expect(await bench.names()).toEqual([]);
  }
});

test('contexts of one injector are one instance, and hold the lock until the last of them is closed', async () => {
  await using bench = await setup();
  const injector = Injector.create();
  const first = await bench.connect('first', { single: true, injector });
  const second = await bench.connect('second', { single: 'standby', injector });
  await second.close();
  expect((await failureOf(bench.connect('other', { single: true }))).code).toBe('context.in-use');
  await first.close();
  await (await bench.connect('other', { single: true })).close();
});

test('a lock that somebody else has taken meanwhile is told as a warning', async () => {
  await using bench = await setup();
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  onTestFinished(() => warn.mockRestore());
  await using _ctx = await bench.connect('first', { single: true });
  using _refused = bench.engine.fail('createContainer', 409, 'name is reserved', { times: 1 });
  await bench.docker.engine.removeContainer('bp-single-instance', { force: true });
  await expect
    .poll(() => warn.mock.calls.map(([, options]) => (options as { code?: string }).code))
    .toContain('DOCKTOPUS_SINGLE');
});

test('instances without single, dry runs and other blueprints need no lock', async () => {
  await using bench = await setup();
  await using _first = await bench.connect('first', { single: true });
  const config = { name: 'bp', strict: 'off', shutdownGraceMs: 0 };
  await using _second = await bench.connect('second');
  await using _third = await bench.connect('third', { single: true, config: { ...config, dryRun: true } });
  await using _fourth = await bench.connect('fourth', { single: true, config: { ...config, name: 'other' } });
  expect(bench.order).toHaveLength(4);
});
