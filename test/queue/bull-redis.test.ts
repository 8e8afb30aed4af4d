import { type BullStore, bullQueue } from '@docktopus/queue';
import { jobStoreContract, type StoreUnderTest } from '@docktopus/testing/job-store';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { serverObstacle } from '../../scripts/servers/ensure-servers.mjs';
import { startRedis } from '../../scripts/servers/redis.mjs';

let redis: Awaited<ReturnType<typeof startRedis>>;
let count = 0;
/** A busy machine is no server that has gone. */
const PATIENCE_MS = 30_000;

/** Keys of its own for each case. */
async function redisStore(): Promise<StoreUnderTest> {
  count += 1;
  const name = `case${count}`;
  return {
    shared: true,
    leaseMs: 2000,
    handle: () => bullQueue({ url: redis.url, name, timeoutMs: PATIENCE_MS }),
    crash: (store) => (store as BullStore).crash(),
    async [Symbol.asyncDispose]() {},
  };
}

const obstacle = serverObstacle('redis-server');
if (obstacle !== undefined) it('passes the contract of job stores', ({ skip }) => skip(obstacle));
else {
  beforeAll(async () => {
    redis = await startRedis();
  }, 120_000);
  afterAll(async () => redis[Symbol.asyncDispose]());

  jobStoreContract('BullMQ on Redis', redisStore, {
    runner: { describe: describe.concurrent, it: it.concurrent },
    shared: true,
    features: ['keys', 'key-concurrency', 'rate', 'affinity'],
  });
}
