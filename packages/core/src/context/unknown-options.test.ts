import { FakeEngine } from '@docktopus/testing';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../config/index.ts';
import { Container, ready } from '../container/index.ts';
import { connectDocker } from '../engine/index.ts';
import type { ContainerFamily } from '../family/index.ts';
import { sweep } from '../ownership/index.ts';
import { DockerContext } from './docker-context.ts';

/** Without a check, each of these would be read as an empty object or as another one. */
const unlikeRecords: readonly [value: unknown, got: string][] = [
  [[], '[]'],
  [new Map([['binds', []]]), 'Map {}'],
  [
    new (class Allowed {
      binds = [];
    })(),
    'Allowed {"binds":[]}',
  ],
  [Promise.resolve({}), 'Promise {}'],
  [null, 'null'],
  ['x', '"x"'],
];

test('the environment of the process is an object of variables, though no literal', async () => {
  const sources = { args: false, envFile: false, file: false, env: process.env } as const;
  expect((await loadConfig(sources)).read).toBeTypeOf('function');
});

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
  ...(
    [
      [undefined, 'options: got undefined, expected an object'],
      [{ path: null }, "path: got null, expected a path such as '/containers/json'"],
      [{ path: 5 }, 'path: got 5, expected a path'],
      [{ path: '/_ping', methd: 'GET' }, "did you mean 'method'?"],
      [{ path: '/_ping', method: 'get' }, "did you mean 'GET'?"],
      [{ path: '/_ping', query: 'a=b' }, 'query: got "a=b", expected an object'],
      [{ path: '/_ping', headers: { a: 1 } }, 'headers.a: got 1, expected a string'],
      [{ path: '/_ping', body: 'x' }, 'body: got "x", expected an object, bytes, or a stream'],
    ] as const
  ).map(([request, problem]): [string, (bench: Bench) => unknown, string] => [
    'docker.request',
    ({ ctx }) => ctx.docker.request(request as never),
    problem,
  ]),
  ...(
    [
      [null, 'options: got null, expected an object'],
      [{ anwser: 'text' }, "did you mean 'answer'?"],
      [{ answer: 'xml' }, 'answer: got "xml", expected one of'],
      [{ silenceMs: Number.NaN }, 'silenceMs: got NaN, expected milliseconds'],
    ] as const
  ).map(([options, problem]): [string, (bench: Bench) => unknown, string] => [
    'docker.request',
    ({ ctx }) => ctx.docker.request({ path: '/_ping' }, options as never),
    problem,
  ]),
  ...(
    [
      [{ injector: {} }, 'injector: got {}, expected an Injector'],
      [{ docker: 'unix:///x' }, 'docker: got "unix:///x", expected the client that connectDocker() returns'],
      [{ transport: {} }, 'transport: got {}, expected a transport'],
      [{ endpoint: 5 }, 'endpoint: got 5, expected a string'],
      [{ config: 'x' }, 'config: got "x", expected an object'],
      [{ onStandby: 'x' }, 'onStandby: got "x", expected a function'],
      [{ overrides: { container: {} } }, "did you mean 'containers'?"],
      [
        { overrides: { providers: [5] } },
        'overrides.providers[0]: got 5, expected a list of a token and its provider, such as [Clock, { useValue: clock }]',
      ],
      [{ timeoutMS: 5 }, "did you mean 'timeoutMs'?"],
      [{ timeoutMs: '5s' }, 'timeoutMs: got "5s", expected milliseconds'],
    ] as const
  ).map(([options, problem]): [string, (bench: Bench) => unknown, string] => [
    'DockerContext.connect',
    () => DockerContext.connect(options as never),
    problem,
  ]),
  ...unlikeRecords.flatMap(([value, got]): [string, () => unknown, string][] => [
    [
      'connectDocker',
      () => connectDocker({ policy: value as never }),
      `policy: got ${got}, expected an object`,
    ],
    ...['policy', 'config', 'configSources'].map((option): [string, () => unknown, string] => [
      'DockerContext.connect',
      () => DockerContext.connect({ [option]: value }),
      `${option}: got ${got}, expected an object`,
    ]),
    ...['containers', 'config'].map((option): [string, () => unknown, string] => [
      'DockerContext.connect',
      () => DockerContext.connect({ overrides: { [option]: value } }),
      `overrides.${option}: got ${got}, expected an object`,
    ]),
  ]),
  ...[['x'], new Map([['A', 'b']]), Promise.resolve({})].flatMap((env): [string, () => unknown, string][] => [
    ['connectDocker', () => connectDocker({ env: env as never }), 'expected an object'],
    [
      'loadConfig',
      () => loadConfig({ env: env as never }),
      'env: got [hidden], expected an object of variables',
    ],
  ]),
  [
    'connectDocker',
    () => connectDocker({ apiVersion: 'x' }),
    'apiVersion: got "x", expected a version such as \'1.41\'',
  ],
  [
    'connectDocker',
    () => connectDocker(new Date(0) as never),
    'options: got "1970-01-01T00:00:00.000Z", expected an object',
  ],
  [
    'connectDocker',
    () => connectDocker({ endpoint: 2375 as never }),
    'endpoint: got 2375, expected a string',
  ],
  ['connectDocker', () => connectDocker({ clients: {} as never }), 'clients: got {}, expected DockerClients'],
  ['connectDocker', () => connectDocker({ env: null as never }), 'env: got null, expected an object'],
  [
    'Container.builder',
    () => Container.builder({} as never, 'box:1').create(),
    'docker: got {}, expected the client that connectDocker() returns',
  ],
  ['Container.fromId', () => Container.fromId(undefined as never, 'x'), 'docker: got undefined, expected'],
  ['sweep', () => sweep(null as never), 'docker: got null, expected the client'],
  ['ctx.pool', ({ ctx }) => ctx.pool('x', undefined as never), 'spec: got undefined, expected a builder'],
  ['ctx.pool', ({ ctx }) => ctx.pool(5 as never, ctx.container('box:1')), 'name: got 5, expected a string'],
  [
    'ctx.family',
    ({ ctx }) => ctx.family('x', 'y' as never, { idle: 'never' }),
    'define: got "y", expected a function',
  ],
  [
    'builder.with',
    () => (Container.builder(undefined, 'box:1') as unknown as { with(x: unknown): unknown }).with(undefined),
    'method: got undefined, expected a call of the builder',
  ],
  ...(
    [
      [{ method: 'get' }, 'method: got "get", expected one of'],
      [{ headers: 'x' }, 'headers: got "x", expected an object'],
      [{ predicate: 'x' }, 'predicate: got "x", expected a function'],
      [{ tls: 'yes' }, 'tls: got "yes", expected true or false'],
    ] as const
  ).map(([options, problem]): [string, (bench: Bench) => unknown, string] => [
    'ready.http',
    () => Container.builder(undefined, 'box:1').readyWhen(ready.http(80, '/', options as never)).spec,
    problem,
  ]),
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
