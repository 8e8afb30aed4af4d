import { describe, expect, it } from 'vitest';
import { serverObstacle } from '../../scripts/servers/ensure-servers.mjs';
import { startRedis } from '../../scripts/servers/redis.mjs';
import { survivesKills } from '../support/queue/survives-kills.ts';

const obstacle = serverObstacle('redis-server');

// Ten kills and ten thousand jobs: `npm run proof -- test/proof/queue.kills.test.ts`.
describe('kill -9 of a worker, three times during 600 jobs', () => {
  it('loses none of them with SQLite, and each further run is counted', async () => {
    expect(await survivesKills({ jobs: 600, kills: 3 })).toBeLessThan(300);
  }, 120_000);

  it('loses none of them with Redis, though that is killed as well, and each further run is counted', async ({
    skip,
  }) => {
    if (obstacle !== undefined) skip(obstacle);
    await using redis = await startRedis({ appendfsync: 'always' });
    const disturb = async () => {
      await redis.kill();
      await redis.restart();
    };
    expect(await survivesKills({ queue: redis.url, jobs: 600, kills: 3, disturb })).toBeLessThan(300);
  }, 120_000);
});
