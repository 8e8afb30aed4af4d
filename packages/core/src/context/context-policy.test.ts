import { FakeEngine } from '@docktopus/testing';
import { expect, test, vi } from 'vitest';
import type { Container } from '../container/index.ts';
import { container } from '../decorators/container-decorator.ts';
import { Injector } from '../di/index.ts';
import { connectDocker } from '../engine/index.ts';
import type { ConnectOptions } from './connect-options.ts';
import { DockerContext } from './docker-context.ts';
import { DOCKER } from './docker-tokens.ts';

vi.setConfig({ testTimeout: 20_000 });

function setup() {
  const engine = new FakeEngine();
  const options: ConnectOptions = {
    config: { name: 'bp', strict: 'off', shutdownGraceMs: 0 },
    configSources: { args: false, env: false, envFile: false, file: false },
    policy: { volumes: ['shop-*'] },
  };
  return { engine, options, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}

const refused = { code: 'policy.refused' };

test('a context with a policy makes what it allows, and nothing else', async () => {
  await using bench = setup();
  await using ctx = await DockerContext.connect({ ...bench.options, transport: bench.engine });
  const box = () => ctx.container('busybox:1.36').cmd(['sleep', '60']);
  const running = await box().volumes('shop-data:/data').create();
  expect(running.id).toMatch(/^[0-9a-f]{64}$/);
  const before = bench.engine.events.length;
  await expect(box().privileged().create()).rejects.toMatchObject(refused);
  await expect(box().binds(['/etc:/x']).create()).rejects.toMatchObject(refused);
  await expect(ctx.volumes.ensure('data')).rejects.toMatchObject(refused);
  await expect(ctx.container('busybox:1.36').networks('host').run()).rejects.toMatchObject(refused);
  expect(bench.engine.events.length).toBe(before);
});

test('a client that is given to a context keeps its freedom', async () => {
  await using bench = setup();
  await using docker = await connectDocker({ transport: bench.engine });
  const injector = Injector.create();
  await using ctx = await DockerContext.connect({ ...bench.options, docker, injector });
  expect(ctx.docker).not.toBe(docker);
  expect(injector.resolve(DOCKER)).toBe(ctx.docker);
  await expect(ctx.volumes.ensure('data')).rejects.toMatchObject(refused);
  await ctx.close();
  await expect(docker.volumes.ensure('data')).resolves.toMatchObject({ Name: 'data' });
});

test('nothing is made when the policy refuses a declared container; all problems of all of them are told', async () => {
  await using bench = setup();
  class Shop extends DockerContext {
    @container((c) => c.image('busybox:1.36').cmd(['sleep', '60']))
    readonly web!: Container;
    @container((c) => c.image('busybox:1.36').privileged().volumes('data:/data'))
    readonly db!: Container;
    @container((c) => c.image('busybox:1.36').networks('bridge', 'office'))
    readonly mail!: Container;
  }
  for (const dryRun of [false, true]) {
    const config = { ...bench.options.config, dryRun };
    const failure = Shop.connect({ ...bench.options, config, transport: bench.engine });
    const error = await failure.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'policy.refused' });
    expect(String(error).replaceAll(/, because .*/g, '')).toBe(
      [
        'DocktopusError: context.plan Shop: 3 problems',
        '  db: HostConfig.Privileged: got true, expected no value',
        '  db: HostConfig.Binds[0]: got "data", expected one of shop-*',
        '  mail: network: got "office", expected no other network',
      ].join('\n'),
    );
    expect(bench.engine.events).toEqual([]);
  }
});

test('a container that is there already is adopted, whatever the policy says of new ones', async () => {
  await using bench = setup();
  class Shop extends DockerContext {
    @container((c) => c.image('busybox:1.36').cmd(['sleep', '60']).privileged().lifetime('persistent'))
    readonly db!: Container;
  }
  const { policy: _, ...free } = bench.options;
  await (await Shop.connect({ ...free, transport: bench.engine })).close();
  await using ctx = await Shop.connect({ ...bench.options, transport: bench.engine });
  expect(await ctx.db.status()).toBe('running');
});

test('one instance of a context whose policy names images has its lock, and no other image', async () => {
  await using bench = setup();
  const options = {
    ...bench.options,
    policy: { images: ['redis:*'] },
    single: true,
    transport: bench.engine,
  };
  await using first = await DockerContext.connect(options);
  await expect(DockerContext.connect(options)).rejects.toMatchObject({ code: 'context.in-use' });
  await expect(first.container('busybox:1.36').create()).rejects.toMatchObject(refused);
  await first.close();
  await using _next = await DockerContext.connect(options);
});
