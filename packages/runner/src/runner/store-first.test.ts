import { type Container, connectDocker, container, DockerContext, DocktopusError } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type JobStore, memoryQueue } from '../durable/index.ts';
import { silentLogger } from '../log/index.ts';
import { Router } from '../router/index.ts';
import { BlueprintRunner } from './index.ts';

// The first connection loads the client, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

let engine: FakeEngine;
beforeEach(() => {
  engine = new FakeEngine();
});
afterEach(() => engine[Symbol.asyncDispose]());

const done: string[] = [];
class Box extends DockerContext {
  @container((c) => c.image('busybox:1.36').cmd(['sleep', '60']).lifetime('persistent'))
  readonly box!: Container;

  override async onInit() {
    done.push('onInit');
  }
}

/** A store that says how often it was opened and closed. */
function watchedStore(open?: () => Promise<void>): JobStore {
  const store = memoryQueue();
  const [opening, closing] = [store.open.bind(store), store.close.bind(store)];
  store.open = async (host) => {
    done.push('open');
    await (open ?? (() => opening(host)))();
  };
  store.close = async () => {
    done.push('close');
    await closing();
  };
  return store;
}

function runnerWith(store: JobStore) {
  done.length = 0;
  return BlueprintRunner.for(Box)
    .router(Router.create().route('work', () => 1, { durable: true }))
    .queue(store)
    .options({
      logger: silentLogger,
      connect: {
        transport: engine,
        config: { name: 'boxes', strict: 'off' },
        configSources: { args: false, env: false, envFile: false, file: false },
      },
    });
}

it('a store that cannot be opened fails the start before onInit() and before any container is created', async () => {
  const away = new DocktopusError('queue.unavailable', {
    operation: 'bullQueue',
    reason: 'it does not answer',
  });
  const runner = runnerWith(watchedStore(() => Promise.reject(away)));
  await expect(runner.start()).rejects.toMatchObject({ code: 'queue.unavailable' });
  expect(done).toEqual(['open']);
  await using docker = await connectDocker({ transport: engine });
  expect(await docker.dockerode.listContainers({ all: true })).toEqual([]);
});

it('the store is opened once, before the containers, and closed once', async () => {
  const runner = runnerWith(watchedStore());
  await runner.start();
  expect(done).toEqual(['open', 'onInit']);
  await runner.stop();
  expect(done).toEqual(['open', 'onInit', 'close']);
});

it('a start that fails once the store is open closes it', async () => {
  const failure = vi.spyOn(Box.prototype, 'onInit').mockRejectedValue(new Error('no licence'));
  const runner = runnerWith(watchedStore());
  await expect(runner.start()).rejects.toThrow('no licence');
  failure.mockRestore();
  expect(done).toEqual(['open', 'close']);
});
