import { type Container, connectDocker, container, DockerContext } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { collect } from '../consumers/index.ts';
import { memoryQueue } from '../durable/index.ts';
import { job } from '../handler/index.ts';
import { BlueprintRunner, type RunnerOptions } from '../runner/index.ts';
import { blueprint } from './index.ts';

// The first connection loads the client, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

const log: string[] = [];
let engine: FakeEngine;

beforeEach(() => {
  log.length = 0;
  engine = new FakeEngine();
});
afterEach(() => engine[Symbol.asyncDispose]());

// biome-ignore lint/suspicious/noExplicitAny: as JavaScript has it.
type Tools = any;

const options = (config: Record<string, unknown> = {}): RunnerOptions => ({
  connect: {
    transport: engine,
    config: { name: 'bp', strict: 'off', ...config },
    configSources: { args: false, env: false, envFile: false, file: false },
    cleanup: 'none',
  },
});

/** The names of all containers that the engine has. */
async function left(): Promise<string[]> {
  await using docker = await connectDocker({ transport: engine });
  return (await docker.engine.listContainers({ all: true })).map(({ Names }) => Names.join());
}

const IMAGE = 'busybox:1.36';

const cache = (config: Record<string, unknown> = {}) =>
  blueprint({
    name: 'Cache',
    settings: { image: z.string().default(IMAGE), greeting: z.string().default('hello') },
    init: async ({ context, env }) => {
      log.push(`init of ${env.name}`);
      return { network: (await context.networks.ensure('cache-net')).Name };
    },
    containers: ({ env, init, container, family, pool }) => ({
      box: container(env.image).cmd(['sleep', '60']).stopSignal('SIGKILL').networks(init.network),
      after: container(env.image).cmd(['sleep', '60']).stopSignal('SIGKILL').dependsOn({ box: 'started' }),
      tenants: family(
        (tenant: string) =>
          container(env.image).cmd(['sleep', '60']).stopSignal('SIGKILL').env({ TENANT: tenant }),
        {
          idle: 'never',
        },
      ),
      warm: pool(container(env.image).cmd(['sleep', '60']).stopSignal('SIGKILL'), { min: 1 }),
    }),
    ready: async ({ box, init }) => void log.push(`ready: box ${await box.status()} on ${init.network}`),
    jobs: ({ box, after, tenants, warm, env, job }) => ({
      greet: job(z.object({ name: z.string() }), ({ name }) => `${env.greeting} ${name}`),
      names: job(() => [box, after].map((each) => each.spec?.cmd?.join(' '))),
      wake: job(z.string(), async (tenant) => {
        await using held = await tenants.use(tenant);
        return (await held.exec(['env'])).stdout.match(/TENANT=(.*)/)?.[1];
      }),
      lease: job(async (call) => {
        await using lease = await warm.lease({ signal: call.signal });
        return await lease.container.status();
      }),
      attempt: job(({ attempt, run }) => [attempt, run.effectKey('x').length]),
    }),
    shutdown: () => void log.push('shutdown'),
    runner: (runner) => runner.options(options(config)),
  });

it('starts its containers in their order, runs its jobs with them, and takes everything away', async () => {
  const bp = cache();
  await bp.start();
  expect(await bp.call('greet', { name: 'world' })).toBe('hello world');
  expect(await bp.call('names')).toEqual(['sleep 60', 'sleep 60']);
  expect(await bp.call('wake', 'acme')).toBe('acme');
  expect(await bp.call('lease')).toBe('running');
  expect(await bp.call('attempt')).toEqual([1, 32]);
  await bp.stop();
  expect(log).toEqual(['init of bp', 'ready: box running on cache-net', 'shutdown']);
  expect(await left()).toEqual([]);
});

it('reads its settings from all sources, and refuses a body that its schema refuses', async () => {
  await using bp = cache({ greeting: 'good evening' });
  await bp.start();
  expect(await bp.call('greet', { name: 'you' })).toBe('good evening you');
  await expect(bp.call('greet', { name: 1 as never })).rejects.toMatchObject({ code: 'job.body-invalid' });
});

it('calls jobs from its producers, and ends with the last of them', async () => {
  const results = collect();
  const counting = blueprint({
    settings: { step: z.number().default(2) },
    jobs: ({ job, env }) => ({ add: job(z.number(), (n) => n + env.step) }),
    producers: () => [
      (async function* () {
        yield { jobId: 'add', body: 1 };
        yield { jobId: 'add', body: 2 };
      })(),
    ],
    runner: (runner) => runner.options(options()).consumer(results),
  });
  await counting.run();
  expect(results.results.map((result) => result.ok && result.body).sort()).toEqual([3, 4]);
});

it('keeps calls of durable jobs, with options that are made of settings', async () => {
  await using bp = blueprint({
    settings: { attempts: z.number().default(3) },
    jobs: ({ job, env }) => ({
      flaky: job(
        z.object({ key: z.string() }),
        ({ key }, { attempt }) => {
          if (attempt < env.attempts) throw new Error('not yet');
          return `${key} at ${attempt}`;
        },
        { durable: true, retry: { attempts: env.attempts, initialMs: 1 }, concurrencyKey: ({ key }) => key },
      ),
    }),
    runner: (runner) => runner.options(options()).queue(memoryQueue()),
  });
  await bp.start();
  const { id } = await bp.submit('flaky', { key: 'a' }, { idempotencyKey: 'once' });
  expect((await bp.submit('flaky', { key: 'a' }, { idempotencyKey: 'once' })).id).toBe(id);
  expect(await bp.call('flaky', { key: 'b' })).toBe('b at 3');
});

class Store extends DockerContext {
  @container((c) => c.image(IMAGE).cmd(['sleep', '60']).stopSignal('SIGKILL'))
  readonly db!: Container;
}

class StoreJobs {
  @job('peek')
  peek(@container('db') db: Container, @container('box') box: Container) {
    return [db, box].map((each) => each.spec?.cmd?.length);
  }
}

it('shares a runner with decorated classes, which inject its containers by name', async () => {
  const bp = cache();
  await using runner = BlueprintRunner.for(Store, bp).jobs(StoreJobs).options(options());
  await runner.start();
  expect(await runner.call(StoreJobs, 'peek')).toEqual([2, 2]);
  expect(await runner.call(bp, 'greet', { name: 'all' })).toBe('hello all');
  expect(await runner.call('greet', { name: 'all' })).toBe('hello all');
  expect(runner.snapshot.contexts.map(({ name }) => name)).toEqual(['Store', 'Cache']);
  // @ts-expect-error the class has no such method
  await expect(runner.call(StoreJobs, 'pek')).rejects.toMatchObject({
    code: 'job.not-found',
    message: expect.stringContaining('Did you mean "peek"?'),
  });
});

it('is a part of as many runners as need it, one after the other', async () => {
  const bp = cache();
  for (const name of ['one', 'two']) {
    await using runner = BlueprintRunner.for(bp).options(options());
    await runner.start();
    expect(await runner.call(bp, 'greet', { name })).toBe(`hello ${name}`);
  }
});

it('refuses names that have a meaning already and values that describe nothing, all at once', async () => {
  const bp = blueprint({
    containers: ({ container }) =>
      ({ env: container(IMAGE), close: container(IMAGE), redis: 'redis:7.4' }) as object as Record<
        string,
        never
      >,
    jobs: ({ job }) => ({ x: job(() => 1) }),
    runner: (runner) => runner.options(options()),
  });
  await expect(bp.start()).rejects.toMatchObject({
    code: 'context.invalid',
    message: expect.stringMatching(
      /containers\.env: .*\n.*containers\.close: .*\n.*containers\.redis: got "redis:7.4"/,
    ),
  });
});

it('reports all problems of all containers, and a dependency that is not there, before anything is created', async () => {
  const bp = blueprint({
    containers: ({ container }) => ({
      a: container(IMAGE).limits({ cpus: -1 }),
      b: container('not an image'),
    }),
    jobs: ({ job }) => ({ x: job(() => 1) }),
    runner: (runner) => runner.options(options()),
  });
  await expect(bp.start()).rejects.toMatchObject({
    code: 'spec.invalid',
    message: expect.stringMatching(/a\.limits\.cpus(.|\n)*b\.image/),
  });
  expect(await left()).toEqual([]);
});

it.each<[what: string, definition: object, message: string]>([
  [
    'a promise of containers',
    { containers: async () => ({}) },
    'containers(): got a promise, expected an object by name',
  ],
  ['a list of containers', { containers: () => [] }, 'containers(): got []'],
  ['a promise of jobs', { jobs: async () => ({}) }, 'jobs(): got a promise, expected an object by name'],
  ['no jobs', { jobs: () => undefined }, 'jobs(): got undefined, expected an object by name'],
  ['a job that is a function', { jobs: () => ({ x: () => 1 }) }, 'jobs.x: got a function, expected job('],
  ['a job that is null', { jobs: () => ({ x: null }) }, 'jobs.x: got null, expected job('],
  ['a promise of producers', { producers: async () => [] }, 'producers(): got a promise, expected a list'],
  ['one producer', { producers: ({ interval }: Tools) => interval(1_000, 'x') }, 'expected a list'],
  [
    'a job without a handler',
    { jobs: ({ job }: Tools) => ({ x: job(z.string()) }) },
    'handler: got undefined',
  ],
  ['a handler that is text', { jobs: ({ job }: Tools) => ({ x: job(z.string(), 'y') }) }, 'handler: got "y"'],
  [
    'a body without a schema',
    { jobs: ({ job }: Tools) => ({ x: job({ n: 1 }, () => 1) }) },
    'expected a schema',
  ],
])('refuses %s', async (_, definition, message) => {
  const bp = blueprint({
    jobs: ({ job }) => ({ x: job(() => 1) }),
    runner: (runner) => runner.options(options()),
    ...definition,
  });
  await expect(bp.start()).rejects.toMatchObject({
    code: expect.stringMatching(/^(runner|job)\.invalid$|^context\.failed$/),
    message: expect.stringContaining(message),
  });
  expect(await left()).toEqual([]);
});

it('fails a job whose handler returns a generator, since nothing of it has been done', async () => {
  const done: string[] = [];
  await using bp = blueprint({
    jobs: ({ job }) => ({
      later: job(async function* () {
        yield done.push('later');
      }),
      now: job(function* () {
        yield done.push('now');
      }),
    }),
    runner: (runner) => runner.options(options()),
  });
  await bp.start();
  for (const id of ['later', 'now'] as const) {
    await expect(bp.call(id)).rejects.toMatchObject({
      code: 'job.failed',
      message: expect.stringContaining('the handler returned a generator, which has not run'),
    });
  }
  expect(done).toEqual([]);
});
