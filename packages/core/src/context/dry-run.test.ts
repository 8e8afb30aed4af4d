import { FakeEngine } from '@docktopus/testing';
import { expect, test, vi } from 'vitest';
import type { Container } from '../container/index.ts';
import { container } from '../decorators/container-decorator.ts';
import { connectDocker } from '../engine/index.ts';
import { printPlan } from '../group/index.ts';
import type { ConnectOptions } from './connect-options.ts';
import { DockerContext } from './docker-context.ts';

vi.setConfig({ testTimeout: 20_000 });

class Store extends DockerContext {
  override async onInit() {
    await this.networks.ensure('store-net');
    await this.networks.ensure('bridge');
    await this.volumes.ensure('store-data');
  }
  @container((c) =>
    c
      .image('registry.example/store:1')
      .networks('store-net')
      .volumes('store-data:/data')
      .lifetime('persistent'),
  )
  readonly db!: Container;
}

function setup() {
  const engine = new FakeEngine();
  const options: ConnectOptions = {
    config: { name: 'bp', strict: 'off', dryRun: true },
    configSources: { args: false, env: false, envFile: false, file: false },
  };
  return { engine, options, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}

const PLAN = [
  'create network store-net: there is none yet',
  'create volume store-data: there is none yet',
  'pull registry.example/store:1: the engine does not have it',
  'create db as bp-db: there is none yet; after pull registry.example/store:1',
  'start db: it is new',
].join('\n');

test('a dry run plans networks, volumes, images and containers, and changes nothing', async () => {
  await using bench = setup();
  await using ctx = await Store.connect({ ...bench.options, transport: bench.engine });
  expect(printPlan(ctx.plan)).toBe(PLAN);
  expect(bench.engine.events).toEqual([]);
});

test('a dry run with a client that was given changes nothing either, and leaves it open and able to', async () => {
  await using bench = setup();
  const docker = await connectDocker({ transport: bench.engine });
  const ctx = await Store.connect({ ...bench.options, docker });
  expect(printPlan(ctx.plan)).toBe(PLAN);
  await ctx.close();
  expect(bench.engine.events).toEqual([]);
  await docker.networks.create('afterwards');
  await docker.close();
});

test.each<[string, (ctx: DockerContext) => Promise<unknown>]>([
  ['networks.create', (ctx) => ctx.docker.networks.create('net')],
  ['networks.create', (ctx) => ctx.networks.create('net')],
  ['volumes.ensure', (ctx) => ctx.docker.volumes.ensure('data')],
  ['images.pull', (ctx) => ctx.images.pull('busybox:1.36')],
  ['container.create', (ctx) => ctx.container('busybox:1.36').create()],
  ['docker.request', (ctx) => ctx.docker.request({ method: 'POST', path: '/networks/prune' })],
])('in a dry run, onInit cannot call %s', async (operation, call) => {
  await using bench = setup();
  class Hasty extends DockerContext {
    override async onInit() {
      await call(this);
    }
  }
  await expect(Hasty.connect({ ...bench.options, transport: bench.engine })).rejects.toMatchObject({
    code: 'engine.read-only',
    operation,
    reason: 'nothing is changed in a dry run',
  });
  expect(bench.engine.events).toEqual([]);
});
