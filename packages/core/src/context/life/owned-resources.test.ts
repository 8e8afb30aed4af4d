import { FakeEngine } from '@docktopus/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { labelsOf, ownershipOf } from '../../labels/index.ts';
import type { ConnectOptions } from '../connect-options.ts';
import { DockerContext } from '../docker-context.ts';

/** The first connection loads dockerode, which takes its time on a machine that is busy. */
vi.setConfig({ testTimeout: 20_000 });

const engines: FakeEngine[] = [];

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine[Symbol.asyncDispose]();
});

function setup(): ConnectOptions {
  const engine = new FakeEngine();
  engines.push(engine);
  return {
    transport: engine,
    config: { name: 'bp', strict: 'off', shutdownGraceMs: 0 },
    configSources: { args: false, env: false, envFile: false, file: false },
  };
}

const ownNetworks = async (ctx: DockerContext) => {
  const all = await ctx.docker.networks.list();
  return all.map(({ Name }) => Name).filter((name) => !['bridge', 'host', 'none'].includes(name));
};

test('networks go with the context that made them, unless they are persistent', async () => {
  const options = setup();
  await using watching = await DockerContext.connect(options);
  const ctx = await DockerContext.connect(options);
  const net = await ctx.networks.ensure('net');
  expect(ownershipOf(net.Labels)).toMatchObject({
    blueprint: 'bp',
    session: ctx.session,
    lifetime: 'session',
  });
  await ctx.networks.create('kept', { lifetime: 'persistent' });
  expect((await ctx.networks.ensure('net')).Id).toBe(net.Id);
  await ctx.close();
  expect(await ownNetworks(watching)).toEqual(['kept']);
});

test('a network that is there already is used, checked, and left to those who made it', async () => {
  const options = setup();
  await using watching = await DockerContext.connect(options);
  await watching.docker.networks.create('theirs', { internal: true });
  const ctx = await DockerContext.connect(options);
  await ctx.networks.ensure('theirs', { internal: true });
  await expect(ctx.networks.ensure('theirs', { internal: false })).rejects.toMatchObject({
    code: 'engine.conflict',
  });
  await ctx.close();
  expect(await ownNetworks(watching)).toEqual(['theirs']);
});

test('a network that a dead session left is made again, and one of another blueprint is not touched', async () => {
  const options = setup();
  await using watching = await DockerContext.connect(options);
  const dead = watching.session.replace(/-\d+-\d+$/, '-4194304-1');
  const orphan = { blueprint: 'bp', session: dead, name: 'net', lifetime: 'session', nonce: 'n' } as const;
  await using ctx = await DockerContext.connect(options);
  const old = await watching.docker.networks.create('net', { labels: labelsOf(orphan) });
  const foreign = { ...orphan, blueprint: 'other', name: 'foreign' };
  const { Id } = await watching.docker.networks.create('foreign', { labels: labelsOf(foreign) });
  expect((await ctx.networks.ensure('net')).Id).not.toBe(old.Id);
  expect((await ctx.networks.ensure('foreign')).Id).toBe(Id);
});

test('volumes carry labels and stay', async () => {
  const options = setup();
  await using watching = await DockerContext.connect(options);
  const ctx = await DockerContext.connect(options);
  const volume = await ctx.volumes.ensure('data', { labels: { mine: 'yes' } });
  expect(ownershipOf(volume.Labels)).toMatchObject({ blueprint: 'bp', lifetime: 'persistent', name: 'data' });
  await ctx.close();
  const again = await watching.volumes.ensure('data', { labels: { mine: 'yes' } });
  expect(again.Labels).toEqual(volume.Labels);
});
