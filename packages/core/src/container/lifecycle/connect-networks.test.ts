import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { connectDocker } from '../../engine/index.ts';
import { Container } from '../container.ts';
import { standaloneOwner } from '../slot/standalone-owner.ts';

async function setup() {
  const engine = new FakeEngine({ ports: 'none' });
  const docker = await connectDocker({ transport: engine });
  const builder = Container.builder(docker, 'busybox:1.36').cmd(['sleep', '600']);
  return {
    docker,
    builder,
    async [Symbol.asyncDispose]() {
      await docker.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

test('a container starts again after its networks were removed and made again under the same names', async () => {
  await using bench = await setup();
  const names = ['one', 'two'];
  for (const name of names) await bench.docker.networks.create(name);
  const box = bench.builder.networks(...names).slot();
  await box.start();
  const { id } = box;
  await box.stop({ graceMs: 0 });
  for (const name of names) await bench.docker.networks.remove(name);
  const made = await Promise.all(names.map((name) => bench.docker.networks.create(name)));
  await box.start();
  expect(box.id).toBe(id);
  expect((await box.inspect()).NetworkSettings.Networks).toMatchObject({
    one: { NetworkID: made[0]?.Id },
    two: { NetworkID: made[1]?.Id },
  });
});

test('a container whose network was removed for good says which one is missing', async () => {
  await using bench = await setup();
  await bench.docker.networks.create('net');
  const box = bench.builder.networks('net').slot();
  await box.start();
  await box.stop({ graceMs: 0 });
  await bench.docker.networks.remove('net');
  await expect(box.start()).rejects.toMatchObject({
    code: 'network.not-found',
    operation: 'container.start',
    details: { container: 'kept' },
  });
  expect(await box.status()).toBe('exited');
});

test('the aliases of a slot are on every network that the container joins by name, beside those of its spec', async () => {
  await using bench = await setup();
  for (const name of ['one', 'two']) await bench.docker.networks.create(name);
  const { spec } = bench.builder.networks({ name: 'one', aliases: ['first'] }, 'two');
  const box = Container.slot(bench.docker, spec, standaloneOwner, { aliases: ['db', 'first'] });
  await box.create();
  expect((await box.inspect()).NetworkSettings.Networks).toMatchObject({
    one: { Aliases: expect.arrayContaining(['first', 'db']) },
    two: { Aliases: expect.arrayContaining(['db', 'first']) },
  });
});

test.each(['bridge', 'host', 'none'])(
  'a slot with aliases starts on the network %s, which has none',
  async (mode) => {
    await using bench = await setup();
    const { spec } = bench.builder.networks(mode);
    const box = Container.slot(bench.docker, spec, standaloneOwner, { aliases: ['db'] });
    await box.start();
    expect(await box.status()).toBe('running');
  },
);
