import { FakeEngine } from '@docktopus/testing';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../config/index.ts';
import { Container, ready } from '../container/index.ts';
import { connectDocker } from '../engine/index.ts';
import type { ContainerFamily } from '../family/index.ts';
import { DockerContext } from './docker-context.ts';

/** A context with a family and a pool, none of which has a container. */
async function setup() {
  const engine = new FakeEngine();
  const ctx = await DockerContext.connect({
    transport: engine,
    cleanup: 'none',
    config: { name: 'bp', strict: 'off', shutdownGraceMs: 0, progress: 'off' },
    configSources: { args: false, env: false, envFile: false, file: false },
  });
  const box = ctx.container('busybox:1.36').cmd(['sleep', '60']);
  const family = ctx.family('boxes', () => box, { idle: 'never', lifetime: 'session' });
  const pool = ctx.pool('warm', box, { min: 0 });
  onTestFinished(async () => {
    await ctx.close();
    await engine[Symbol.asyncDispose]();
  });
  return { engine, ctx, family: family as ContainerFamily<string>, pool };
}

type Bench = Awaited<ReturnType<typeof setup>>;
type Call = (bench: Bench, options: never) => unknown;

const calls: readonly [name: string, call: Call, code: string][] = [
  ['ctx.networks.ensure', ({ ctx }, options) => ctx.networks.ensure('net', options), 'spec.invalid'],
  ['ctx.networks.create', ({ ctx }, options) => ctx.networks.create('net', options), 'spec.invalid'],
  ['ctx.networks.remove', ({ ctx }, options) => ctx.networks.remove('net', options), 'spec.invalid'],
  ['ctx.volumes.ensure', ({ ctx }, options) => ctx.volumes.ensure('data', options), 'spec.invalid'],
  ['docker.vantage', ({ ctx }, options) => ctx.docker.vantage(options), 'spec.invalid'],
  ['Container.fromId', ({ ctx }, options) => Container.fromId(ctx.docker, 'x', options), 'spec.invalid'],
  ['pool.lease', ({ pool }, options) => pool.lease(options), 'spec.invalid'],
  ['pool.ready', ({ pool }, options) => pool.ready(options), 'spec.invalid'],
  ['pool.run', ({ pool }, options) => pool.run(['true'], options), 'spec.invalid'],
  ['family.use', ({ family }, options) => family.use('a', options), 'family.invalid'],
  ['family.stop', ({ family }, options) => family.stop('a', options), 'family.invalid'],
  ['family.remove', ({ family }, options) => family.remove('a', options), 'family.invalid'],
  ['family.stats', ({ family }, options) => family.stats('a', options), 'family.invalid'],
];

test.each(calls)(
  '%s refuses an option that it does not have, and makes nothing',
  async (_name, call, code) => {
    const bench = await setup();
    const calling = async () => call(bench, { timeoutMS: 5_000 } as never);
    await expect(calling()).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/timeoutMS: got an unknown key, .*; did you mean 'timeoutMs'\?/),
    });
    expect(await bench.ctx.docker.engine.listContainers({ all: true })).toEqual([]);
    expect(await bench.ctx.networks.list({ filters: { name: ['net'] } })).toEqual([]);
  },
);

test.each<[name: string, call: (bench: Bench) => unknown, problem: string]>([
  [
    'ctx.networks.ensure',
    ({ ctx }) => ctx.networks.ensure('net', { lifetme: 'x' } as object),
    "did you mean 'lifetime'?",
  ],
  [
    'ctx.networks.ensure',
    ({ ctx }) => ctx.networks.ensure('net', { lifetime: 'forever' } as never),
    "lifetime: got \"forever\", expected one of 'session', 'persistent'",
  ],
  ['ctx.pool', ({ ctx, pool: _ }) => ctx.pool('x', ctx.container('box:1'), { mn: 1 } as object), "'min'"],
  ['family.use', ({ family }) => family.use('a', { craete: false } as object), "did you mean 'create'?"],
  ['family.use', ({ family }) => family.use('a', { generation: 0 }), 'generation: got 0, expected a whole'],
  [
    'family.remove',
    ({ family }) => family.remove('a', { volume: true } as object),
    "did you mean 'volumes'?",
  ],
  [
    'family.stop',
    ({ family }) => family.stop('a', { graceMs: '5s' } as never),
    'graceMs: got "5s", expected',
  ],
  ['family.list', ({ family }) => family.list({ states: 'running' } as object), "did you mean 'state'?"],
  ['family.list', ({ family }) => family.list({ state: 'runing' } as never), "did you mean 'running'?"],
  ['family.list', ({ family }) => family.list({ state: ['gone'] } as never), 'state[0]: got "gone"'],
  ['family.roll', ({ family }) => family.roll({ onlyidle: false } as object), "did you mean 'onlyIdle'?"],
  ['family.outdated', ({ family }) => family.outdated({ sgnal: 1 } as object), "did you mean 'signal'?"],
  ['loadConfig', () => loadConfig({ envfile: 'x' } as object), "did you mean 'envFile'?"],
  ['loadConfig', () => loadConfig({ directory: 5 } as never), 'directory: got 5, expected a string'],
  ['loadConfig', () => loadConfig({ args: '--x' } as never), 'args: got "--x", expected a list'],
  ['loadConfig', () => loadConfig(null as never), 'options: got null, expected an object'],
  ['ready.http', () => ready.http(80, '/', { statuses: 200 } as object), "did you mean 'status'?"],
  ['ready.log', () => ready.log('x', { time: 2 } as object), "did you mean 'times'?"],
  [
    'Container.builder',
    () => Container.builder(undefined, 'box:1', { dir: '/x' } as object),
    'dir: got an unknown key, expected one of directory, dockerHubPrefix',
  ],
  ['connectDocker', () => connectDocker({ endpont: 'unix:///x' } as object), "did you mean 'endpoint'?"],
])('%s with an option that cannot be is refused in words (%#)', async (name, call, problem) => {
  const bench = await setup();
  const calling = async () => call(bench);
  await expect(calling()).rejects.toThrow(problem);
  await expect(calling()).rejects.toMatchObject({ code: expect.stringMatching(/\.invalid$/) });
  expect(name).not.toBe('');
});

test('data for a family whose definition takes none is refused, and not dropped', async () => {
  const { family } = await setup();
  const use = family.use as (key: string, ...rest: readonly unknown[]) => Promise<unknown>;
  await expect(use.call(family, 'a', { image: 'x' }, {})).rejects.toThrow(
    'data: got some, expected undefined, because the definition of the family takes none; give it a second parameter without a default',
  );
  await expect(use.call(family, 'a', { image: 'x' })).rejects.toThrow('image: got an unknown key');
});
