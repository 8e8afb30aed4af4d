import { bullQueue, sqliteQueue } from '@docktopus/queue';
import { BlueprintRunner, type JobStore, Router, silentLogger } from '@docktopus/runner';
import { CONCURRENCY, type MakeContender } from './queue-contender.ts';

/** Our runner, with SQLite in a file and a sync of the disk before each answer. */
export function oursOnSqlite(path: string): MakeContender {
  return ours('docktopus, SQLite', () => sqliteQueue({ path, allowVolatile: true }));
}

/** Our runner, with BullMQ. */
export function oursOnBull(name: string, url: string): MakeContender {
  return ours(name, () => bullQueue({ url, name: 'ours' }));
}

function ours(name: string, makeStore: () => JobStore): MakeContender {
  return async (ran) => {
    const runner = BlueprintRunner.for()
      .router(Router.create().route('work', () => ran(), { durable: true }))
      .queue(makeStore())
      .options({ logger: silentLogger, maxInFlight: CONCURRENCY });
    await runner.start();
    return { name, accept: () => runner.submit('work', 1), close: () => runner.stop() };
  };
}
