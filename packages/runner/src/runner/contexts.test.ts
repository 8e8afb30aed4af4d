import { type Container, container, DockerContext, ready } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { inject } from 'tsyringe';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { collect } from '../consumers/index.ts';
import { job } from '../handler/index.ts';
import { type Logger, silentLogger } from '../log/index.ts';
import { fromContainerStatus, interval } from '../producers/index.ts';
import { BlueprintRunner, type RunnerOptions } from './index.ts';

// The first connection loads the client, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

const log: string[] = [];
let engine: FakeEngine;

beforeEach(() => {
  log.length = 0;
  engine = new FakeEngine();
});
afterEach(() => engine[Symbol.asyncDispose]());

class Store extends DockerContext {
  @container((c) =>
    c
      .image('busybox:1.36')
      .cmd(['sleep', '60'])
      .readyWhen(ready.command(['true'])),
  )
  readonly db!: Container;

  override async onReady() {
    log.push(`store ready, db ${await this.db.status()}`);
  }
  override onShutdown() {
    log.push('store closes');
  }
}

class Cache extends DockerContext {
  constructor(@inject(Store) private readonly store: Store) {
    super();
  }
  override onReady() {
    log.push(`cache ready after ${this.store.containers.names.join()}`);
  }
  override onShutdown() {
    log.push('cache closes');
  }
}

class Jobs implements Disposable {
  constructor(@inject(Store) private readonly store: Store) {}

  @job('same')
  same(@container('db') db: Container) {
    return db === this.store.db;
  }

  @job('kill')
  async kill(@container('db') db: Container) {
    await db.stop({ graceMs: 0 });
  }

  @job('stopped')
  stopped() {
    return 'noticed';
  }

  [Symbol.dispose]() {
    log.push('jobs disposed');
  }
}

/** A runner over an engine in memory, with no look at the machine's settings. */
function setup(connect: RunnerOptions['connect'] = {}, logger?: Logger) {
  const runner = BlueprintRunner.for(Store, Cache).jobs(Jobs);
  return runner.options({
    logger,
    connect: {
      transport: engine,
      cleanup: 'none',
      config: { name: 'bp', strict: 'off', shutdownGraceMs: 1000 },
      configSources: { args: false, env: false, envFile: false, file: false },
      ...connect,
    },
  });
}

it('contexts start before the jobs, in order, and close after them, in the other; jobs get their containers', async () => {
  const runner = setup().onShutdown(() => void log.push('hook'));
  await runner.start();
  expect(await runner.call('same')).toBe(true);
  await runner.stop();
  expect(log).toEqual([
    'store ready, db running',
    'cache ready after db',
    'hook',
    'jobs disposed',
    'cache closes',
    'store closes',
  ]);
});

it('a job that asks for an unknown container keeps the runner from starting, and contexts are closed', async () => {
  class Lost {
    @job('x')
    run(@container('nobody') _container: Container) {}
  }
  await expect(setup().jobs(Lost).start()).rejects.toMatchObject({ code: 'container.not-found' });
  expect(log.slice(-2)).toEqual(['cache closes', 'store closes']);
});

it('a stop while contexts start is a clean end, and undoes what was begun', async () => {
  class Slow extends DockerContext {
    override onReady() {
      return new Promise<void>(() => queueMicrotask(() => void runner.stop()));
    }
    override onShutdown() {
      log.push('slow closes');
    }
  }
  const runner: BlueprintRunner = BlueprintRunner.for(Slow).jobs(class extends Jobs {});
  runner.options({
    connect: {
      transport: engine,
      cleanup: 'none',
      config: { name: 'bp', strict: 'off' },
      configSources: { args: false, env: false, envFile: false, file: false },
    },
  });
  await runner.run();
  expect([log, runner.state.phase]).toEqual([['slow closes'], 'stopped']);
});

it('the state of the engine and of the containers is in metrics and readiness', async () => {
  const runner = setup().http({ port: 0 });
  await runner.start();
  const { host, port } = runner.httpAddress!;
  const get = async (path: string) => (await fetch(`http://${host}:${port}${path}`)).text();
  while (!(await get('/readyz')).includes('"ready":true'));
  expect(await get('/metrics')).toContain('docktopus_containers{status="running"} 1');
  await runner.call('kill');
  while (!(await get('/readyz')).includes('Store: db is not ready'));
  await runner.stop();
});

it('a managed container that changes its status makes a job run', async () => {
  const results = collect();
  const changes = fromContainerStatus('db', (status) =>
    status === 'exited' ? { jobId: 'stopped' } : undefined,
  );
  const stop = new AbortController();
  const ran = setup()
    .producer(changes)
    .consumer(results)
    .consumer(() => stop.abort())
    .backgroundService(async ({ injector }) => {
      await injector.resolve(Store).db.stop({ graceMs: 0 });
    })
    .run({ signal: stop.signal });
  await ran;
  expect(results.results.map((result) => result.ok && result.body)).toEqual(['noticed']);
});

it('the producers of a standby start when the other instance ends, and not before', async () => {
  const replica = () => {
    const said: string[] = [];
    const logger = { ...silentLogger, info: (message: string) => void said.push(message) };
    const results = collect();
    const runner = setup({ single: 'standby' }, logger)
      .producer(interval(5, 'stopped', undefined, { immediate: true }))
      .consumer(results);
    return { said, runner, results: results.results };
  };
  const [first, second] = [replica(), replica()];
  await first.runner.start();
  const starting = second.runner.start();
  await expect
    .poll(() => second.said)
    .toEqual(['the runner waits as a standby until the other instance ends']);
  const before = first.results.length;
  await expect.poll(() => first.results.length).toBeGreaterThan(before + 10);
  expect(second.results).toEqual([]);
  await first.runner.stop();
  await starting;
  await expect.poll(() => second.results.length).toBeGreaterThan(0);
  await second.runner.stop();
});

it('a standby that is told to stop ends cleanly, and the other instance runs on', async () => {
  await using first = setup({ single: true });
  await first.start();
  const standby: BlueprintRunner = setup({ single: 'standby', onStandby: () => void standby.stop() });
  await standby.run();
  expect(standby.state.phase).toBe('stopped');
  expect(await first.call('same')).toBe(true);
});
