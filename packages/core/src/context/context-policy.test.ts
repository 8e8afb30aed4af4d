import { FakeEngine } from '@docktopus/testing';
import { expect, test, vi } from 'vitest';
import { Injector } from '../di/index.ts';
import { connectDocker } from '../engine/index.ts';
import type { ConnectOptions } from './connect-options.ts';
import { DOCKER } from './context-injector.ts';
import { DockerContext } from './docker-context.ts';

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
