import { type BullStore, bullQueue } from '@docktopus/queue';
import { jobStoreContract, type StoreUnderTest } from '@docktopus/testing/job-store';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { serverObstacle } from '../../scripts/servers/ensure-servers.mjs';
import { startPostgres } from '../../scripts/servers/postgres.mjs';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let count = 0;
/** A busy machine is no server that has gone. */
const PATIENCE_MS = 30_000;

/** A schema of its own for each case. */
async function postgresStore(): Promise<StoreUnderTest> {
  count += 1;
  const name = `case${count}`;
  return {
    shared: true,
    leaseMs: 2000,
    handle: () => bullQueue({ url: postgres.url, name, timeoutMs: PATIENCE_MS }),
    crash: (store) => (store as BullStore).crash(),
    async [Symbol.asyncDispose]() {},
  };
}

const obstacle = serverObstacle('postgres');
if (obstacle !== undefined) it('passes the contract of job stores', ({ skip }) => skip(obstacle));
else {
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 120_000);
  afterAll(async () => postgres[Symbol.asyncDispose]());

  jobStoreContract('BullMQ on PostgreSQL', postgresStore, {
    // Group by group: the server would be too busy with all of them at once.
    runner: { describe, it: it.concurrent },
    shared: true,
    features: ['keys', 'key-concurrency', 'rate', 'affinity'],
  });
}
