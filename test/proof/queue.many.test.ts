import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bullQueue, sqliteQueue } from '@docktopus/queue';
import { BlueprintRunner, type JobStore, Router, silentLogger } from '@docktopus/runner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis } from '../../scripts/servers/redis.mjs';

/** How many wait at first, and how many of them are timed in each round. */
const [DEEP, SHALLOW, RUN] = [100_000, 2000, 500];
/** Run before, and not timed. */
const WARM = 50;
const BATCH = 500;

interface Depth {
  readonly msPerJob: number;
  readonly heapMiB: number;
}

/** A runner whose job does nothing, and a wait for a number of runs. */
async function runnerOn(store: JobStore, job: string, work: boolean) {
  let [ran, wanted] = [0, Number.POSITIVE_INFINITY];
  let arrived: () => void = () => undefined;
  const handle = () => {
    ran += 1;
    if (ran === wanted) arrived();
  };
  const runner = BlueprintRunner.for()
    .router(Router.create().route(job, handle, { durable: true, concurrency: { perWorker: 8 } }))
    .queue(store, { work })
    .options({ logger: silentLogger });
  await runner.start();
  const hasRun = (count: number) =>
    new Promise<void>((resolve) => {
      [wanted, arrived] = [count, resolve];
      if (ran >= count) resolve();
    });
  return { runner, hasRun };
}

async function fill(store: JobStore, job: string, count: number): Promise<void> {
  const { runner } = await runnerOn(store, job, false);
  for (let from = 0; from < count; from += BATCH) {
    await runner.submitAll(Array.from({ length: BATCH }, (_, index) => ({ jobId: job, body: from + index })));
  }
  await runner.stop();
}

/** How long each of the first jobs takes from claim to claim, and what the heap of this process comes to. */
async function runSome(store: JobStore, job: string): Promise<Depth> {
  const { runner, hasRun } = await runnerOn(store, job, true);
  await hasRun(WARM);
  const begun = performance.now();
  await hasRun(WARM + RUN);
  const msPerJob = (performance.now() - begun) / RUN;
  const heapMiB = process.memoryUsage().heapUsed / 2 ** 20;
  await runner.stop();
  return { msPerJob, heapMiB };
}

/** Each depth is measured where the other is as well, so that a machine that is busy for a while is busy for both. */
async function compare(name: string, open: (depth: string) => JobStore): Promise<void> {
  await fill(open('shallow'), 'shallow', SHALLOW);
  await fill(open('deep'), 'deep', DEEP);
  const ratios: number[] = [];
  let grown = 0;
  for (let round = 0; round < 5; round += 1) {
    if (round > 0) await fill(open('shallow'), 'shallow', WARM + RUN);
    const shallow = await runSome(open('shallow'), 'shallow');
    const deep = await runSome(open('deep'), 'deep');
    ratios.push(deep.msPerJob / shallow.msPerJob);
    grown = Math.max(grown, deep.heapMiB - shallow.heapMiB);
    console.log(
      `${name}: ${shallow.msPerJob.toFixed(2)} ms a job with ${SHALLOW} waiting, ${deep.msPerJob.toFixed(2)} ms with ${DEEP}; ` +
        `heap ${shallow.heapMiB.toFixed(0)} and ${deep.heapMiB.toFixed(0)} MiB`,
    );
  }
  const [median = Number.NaN] = ratios.sort((a, b) => a - b).slice(2);
  console.log(`${name}: a job takes ${median.toFixed(2)} times as long with ${DEEP} waiting`);
  expect(median).toBeLessThan(1.5);
  expect(grown).toBeLessThan(50);
}

describe('a hundred thousand jobs that wait', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docktopus-many-'));
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await redis[Symbol.asyncDispose]();
  });

  test('are claimed from SQLite as fast as two thousand, with no more memory', async () => {
    await compare('SQLite', (depth) =>
      sqliteQueue({ path: join(folder, `${depth}.db`), allowVolatile: true }),
    );
  }, 600_000);

  test('are claimed from Redis as fast as two thousand, with no more memory', async () => {
    await compare('Redis', (depth) => bullQueue({ url: redis.url, name: depth, timeoutMs: 30_000 }));
  }, 600_000);

  test('are counted and listed on Redis to the last one, dead ones told from cancelled ones', async () => {
    const { runner } = await runnerOn(
      bullQueue({ url: redis.url, name: 'listed', timeoutMs: 30_000 }),
      'deep',
      false,
    );
    await runner.submitAll(
      Array.from({ length: 12_000 }, (_, body) => ({ jobId: 'deep', body, delayMs: 3_600_000 })),
    );
    expect(await runner.queue.counts()).toMatchObject({ delayed: 12_000 });
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await runner.queue.list({ limit: 1000, cursor });
      for (const { id } of page.jobs) seen.add(id);
      ({ cursor } = page);
    } while (cursor !== undefined);
    expect(seen.size).toBe(12_000);
    for (const id of [...seen].slice(0, 1500)) await runner.queue.cancel(id);
    const { runner: worker } = await runnerOn(
      bullQueue({ url: redis.url, name: 'listed', timeoutMs: 30_000 }),
      'deep',
      true,
    );
    await expect
      .poll(() => runner.queue.counts(), { timeout: 60_000 })
      .toMatchObject({ delayed: 10_500, cancelled: 1500, dead: 0 });
    await worker.stop();
    await runner.stop();
  }, 600_000);
});
