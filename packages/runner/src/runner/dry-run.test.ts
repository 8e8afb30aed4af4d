import { type Container, container, DockerContext } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { expect, it, vi } from 'vitest';
import { interval } from '../producers/index.ts';
import { Router } from '../router/index.ts';
import { BlueprintRunner } from './index.ts';

// The first connection loads the client, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

class Store extends DockerContext {
  @container((c) => c.image('busybox:1.36').cmd(['sleep', '60']).strict('off'))
  readonly db!: Container;
}

class Empty extends DockerContext {}

async function printed(contexts: readonly (new () => DockerContext)[]) {
  await using engine = new FakeEngine();
  const written: string[] = [];
  using _stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  const happened: string[] = [];
  const runner = BlueprintRunner.for(...contexts)
    .router(Router.create().route('tick', () => happened.push('job')))
    .producer(interval(60_000, 'tick', undefined, { immediate: true }))
    .backgroundService(async () => {
      happened.push('service');
    })
    .onShutdown(() => happened.push('hook'))
    .options({
      connect: { transport: engine, cleanup: 'none', config: { name: 'shop', dryRun: true } },
    });
  await runner.run();
  const containers = engine.events.filter(({ action }) => action === 'create');
  return { text: written.join(''), happened, containers };
}

it('a runner with the setting dryRun prints the plan of its context, runs nothing, and ends', async () => {
  const { text, happened, containers } = await printed([Store]);
  expect(text).toMatch(/^create db as shop-db-\w+: one for each session\nstart db: it is new\n$/);
  expect(happened).toEqual([]);
  expect(containers).toEqual([]);
});

it('plans of several contexts stand below their names', async () => {
  const { text } = await printed([Store, Empty]);
  expect(text).toMatch(/^Store\n {2}create db as .*\n {2}start db: it is new\nEmpty\n {2}nothing to do\n$/);
});

it('settings that cannot be read are one failure', async () => {
  const connect = { transport: new FakeEngine(), config: { logLevel: 'loud' } };
  const runner = BlueprintRunner.for(Store)
    .router(Router.create().route('tick', () => 1))
    .options({ connect });
  await expect(runner.start()).rejects.toMatchObject({ code: 'config.invalid' });
});
