import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDocktopusError } from '@docktopus/core';
import { type SqliteStore, sqliteQueue } from '@docktopus/queue';
import { BlueprintRunner, Router, silentLogger } from '@docktopus/runner';
import { newCallId, queueSettings } from '@docktopus/runner/durable';
import { type Life, testLifecycle } from './lifecycle-suite.ts';

/** In memory where there is such a folder: opening a file syncs its disk several times. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A store on a file of a folder of the test. */
async function setup() {
  const folder = await mkdtemp(join(PLACE, 'lifecycle-'));
  const handle = () =>
    sqliteQueue({ path: join(folder, 'jobs.db'), allowVolatile: true, durability: 'kill' }) as SqliteStore;
  const open = (store: SqliteStore) => {
    const { retention } = queueSettings({});
    return store.open({ dataDir: folder, log: silentLogger, retention, maxLogBytes: 10_000 });
  };
  return {
    handle,
    open,
    /** The file has one owner: who can open it holds it alone. */
    async held(): Promise<readonly string[]> {
      const other = handle();
      try {
        await open(other);
        return [];
      } catch (error) {
        if (isDocktopusError(error, 'queue.locked')) return ['the file'];
        throw error;
      } finally {
        await other.close();
      }
    },
    dispose: () => rm(folder, { recursive: true }),
  };
}

testLifecycle({
  name: 'a store of jobs in a file',
  refusals: ['queue.invalid', 'queue.unavailable', 'queue.locked'],
  restarts: true,
  async make(): Promise<Life> {
    const { handle, open, held, dispose } = await setup();
    const store = handle();
    return {
      start: () => open(store),
      use: () => store.counts(),
      end: () => store.close(),
      held,
      dispose,
    };
  },
});

testLifecycle({
  name: 'a runner with durable jobs in a file',
  refusals: ['runner.state', 'runner.stopping', 'job.cancelled', 'queue.unavailable'],
  async make(): Promise<Life> {
    const { handle, held, dispose } = await setup();
    const working = new Set<string>();
    const router = Router.create().route(
      'work',
      async ({ id }) => {
        working.add(id);
        await new Promise<void>((resolve) => setImmediate(resolve));
        working.delete(id);
      },
      { durable: true },
    );
    const runner = BlueprintRunner.for().router(router).queue(handle()).options({ logger: silentLogger });
    return {
      start: () => runner.start(),
      use: () => runner.submit('work', 1, { id: newCallId() }),
      end: () => runner.stop(),
      held: async () => [...working, ...(await held())],
      dispose,
    };
  },
});
