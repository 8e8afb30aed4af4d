import { test } from 'vitest';
import { startRedis } from '../../scripts/servers/redis.mjs';
import { survivesKills } from '../support/queue/survives-kills.ts';

const [JOBS, KILLS] = [10_000, 10];

test('ten kills of a worker during 10,000 jobs on SQLite lose none, and each further run is counted', async () => {
  console.log(`SQLite: ${await survivesKills({ jobs: JOBS, kills: KILLS })} of ${JOBS} jobs were run again`);
}, 600_000);

test('ten kills of a worker, and five of its Redis, during 10,000 jobs lose none, and each further run is counted', async () => {
  await using redis = await startRedis({ appendfsync: 'always' });
  const disturb = async () => {
    await redis.kill();
    await redis.restart();
  };
  const again = await survivesKills({ queue: redis.url, jobs: JOBS, kills: KILLS, disturb });
  console.log(`Redis: ${again} of ${JOBS} jobs were run again`);
}, 600_000);
