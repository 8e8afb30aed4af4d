// A blueprint that tests kill: it keeps the jobs that are missing, says which are kept, and writes down each run.
import 'reflect-metadata';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDocktopusError } from '@docktopus/core';
import { bullQueue, sqliteQueue } from '@docktopus/queue';
import { BlueprintRunner, Router, silentLogger } from '@docktopus/runner';

/** What {@link survivesKills} tells its workers. */
export interface DoomedSettings {
  /** A file for SQLite, or the address of a server. */
  readonly queue: string;
  /** A line with the number of a job for each run that came to its end. */
  readonly runs: string;
  readonly jobs: number;
  /** The first number that has not been said to be kept. */
  readonly from: number;
}

const BATCH = 50;
const { queue, runs, jobs, from } = JSON.parse(process.argv[2] ?? '') as DoomedSettings;

async function work({ body }: { readonly body: unknown }) {
  await sleep(Math.random() * 5);
  appendFileSync(runs, `${body}\n`);
  return body;
}

/** Its server is killed as well: what it has not answered is asked again, and kept once by its key. */
async function whenThere<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isDocktopusError(error, 'queue.unavailable')) throw error;
      await sleep(50);
    }
  }
}

const runner = BlueprintRunner.for()
  .router(Router.create().route('work', work, { durable: true }))
  .queue(
    queue.includes('://') ? bullQueue({ url: queue }) : sqliteQueue({ path: queue, allowVolatile: true }),
    {
      leaseMs: 1500,
      maxStalls: 50,
      keep: { done: { count: 1_000_000 } },
    },
  )
  .options({ logger: silentLogger, maxInFlight: 50 });
await runner.start();
for (let next = from; next < jobs; next += BATCH) {
  const numbers = Array.from({ length: Math.min(BATCH, jobs - next) }, (_, index) => next + index);
  await whenThere(() =>
    runner.submitAll(numbers.map((body) => ({ jobId: 'work', body, idempotencyKey: `job ${body}` }))),
  );
  console.log(`kept ${next + numbers.length}`);
}
for (;;) {
  const { done, dead, cancelled } = await whenThere(() => runner.queue.counts());
  console.log(`done ${done}`);
  if (done + dead + cancelled >= jobs) break;
  await sleep(100);
}
const again: Record<string, number> = {};
let cursor: string | undefined;
do {
  const after = cursor;
  const page = await whenThere(() => runner.queue.list({ limit: 200, cursor: after }));
  for (const { body, stalls } of page.jobs) if (stalls > 0) again[String(body)] = stalls;
  ({ cursor } = page);
} while (cursor !== undefined);
console.log(`end ${JSON.stringify({ counts: await whenThere(() => runner.queue.counts()), again })}`);
await runner.stop();
