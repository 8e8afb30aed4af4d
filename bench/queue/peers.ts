import { createPostgresBackend, type JobsOptions, Queue, Worker, withBackend } from 'bullmq';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import PgBoss from 'pg-boss';
import { CONCURRENCY, type MakeContender } from './queue-contender.ts';

const KEEP: JobsOptions = { removeOnComplete: { count: 10_000 } };

/** Our store asks BullMQ for an order among priorities, and to forget jobs by their age as well. */
export const AS_OURS: JobsOptions = { priority: 101, removeOnComplete: { count: 10_000, age: 24 * 60 * 60 } };

export function bullOnRedis(name: string, port: number, defaultJobOptions = KEEP): MakeContender {
  return async (ran) => {
    const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
    const queue = new Queue('bench', { connection, defaultJobOptions });
    const worker = new Worker('bench', async () => ran(), { connection, concurrency: CONCURRENCY });
    await worker.waitUntilReady();
    const close = async () => {
      await worker.close();
      await queue.close();
    };
    return { name, accept: () => queue.add('work', 1), close };
  };
}

export function bullOnPostgres(connectionString: string): MakeContender {
  return async (ran) => {
    const { Queue: PgQueue, Worker: PgWorker } = withBackend(createPostgresBackend);
    const connection = { connectionString, migrate: true, max: 10 };
    const queue = new PgQueue('bench', { connection, defaultJobOptions: KEEP });
    await queue.waitUntilReady();
    const worker = new PgWorker('bench', async () => ran(), { connection, concurrency: CONCURRENCY });
    await worker.waitUntilReady();
    const close = async () => {
      await worker.close();
      await queue.close();
    };
    return { name: 'BullMQ, PostgreSQL', accept: () => queue.add('work', 1), close };
  };
}

export function pgBoss(connectionString: string): MakeContender {
  return async (ran) => {
    const boss = new PgBoss({ connectionString, max: 10 });
    await boss.start();
    await boss.createQueue('bench');
    // It looks twice a second at most: many at a time is what its users set.
    const options = { batchSize: 1000, pollingIntervalSeconds: 0.5 };
    await boss.work('bench', options, async (jobs) => {
      for (const _ of jobs) ran();
    });
    return {
      name: 'pg-boss',
      accept: () => boss.send('bench', {}),
      close: () => boss.stop({ graceful: false }),
    };
  };
}

/** It would write a line for each job. */
const silent = new Logger(() => () => undefined);

export function graphileWorker(connectionString: string): MakeContender {
  return async (ran) => {
    const utils = await makeWorkerUtils({ connectionString, logger: silent });
    await utils.migrate();
    const runner = await run({
      connectionString,
      concurrency: CONCURRENCY,
      maxPoolSize: 20,
      noHandleSignals: true,
      logger: silent,
      taskList: { bench: async () => ran() },
    });
    const close = async () => {
      await runner.stop();
      await utils.release();
    };
    return { name: 'graphile-worker', accept: () => utils.addJob('bench', {}), close };
  };
}
