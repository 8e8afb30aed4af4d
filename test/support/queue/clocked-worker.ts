// A worker whose wall clock a test sets: it says how its jobs begin and end, and does what it reads from its own file.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { bullQueue, sqliteQueue } from '@docktopus/queue';
import { BlueprintRunner, type JobCall, Router, silentLogger } from '@docktopus/runner';

const [queue = ''] = process.argv.slice(2);
const LEASE_MS = 1500;
const LONG_MS = 3 * LEASE_MS;

async function long({ body, signal }: JobCall) {
  console.log(`begun ${body}`);
  await sleep(LONG_MS, undefined, { signal });
}

const warn = (text: string) => console.log(`warned: ${text}`);
const runner = BlueprintRunner.for()
  .router(
    Router.create()
      .route('long', long, { durable: true })
      .route('soon', () => console.log('soon ran'), { durable: true }),
  )
  .queue(
    queue.includes('://')
      ? bullQueue({ url: queue, name: 'clocks', timeoutMs: 30_000 })
      : sqliteQueue({ path: queue, allowVolatile: true }),
    { leaseMs: LEASE_MS },
  )
  .options({ logger: { ...silentLogger, warn, error: warn } });
await runner.start();

/** Three long jobs, and how they ended. */
async function three(name: string): Promise<void> {
  const jobs = await runner.submitAll(
    [1, 2, 3].map((number) => ({ jobId: 'long', body: `${name} ${number}` })),
  );
  const ended = await Promise.all(jobs.map(({ id }) => runner.queue.ended(id)));
  console.log(
    `${name} ended ${ended.map((job) => `${job?.state} attempt ${job?.attempt} stalls ${job?.stalls}`).join(', ')}`,
  );
}

await runner.submit('soon', undefined, { delayMs: 30 * 60_000 });
await three('forward');
await three('back');
await runner.submit('soon');
console.log('all said');
process.once('SIGTERM', () => void runner.stop());
