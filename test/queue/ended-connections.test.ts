import { expect, it } from 'vitest';
import { serverObstacle } from '../../scripts/servers/ensure-servers.mjs';
import { startPostgres } from '../../scripts/servers/postgres.mjs';
import { survivesEndedConnections } from '../support/queue/survives-ended-connections.ts';

const obstacle = serverObstacle('postgres');

// A thousand times: `npm run proof -- test/proof/queue.connections.test.ts`.
it('a PostgreSQL that ends all connections 20 times loses no job, and the process goes on', async ({
  skip,
}) => {
  if (obstacle !== undefined) skip(obstacle);
  await using postgres = await startPostgres();
  expect(await survivesEndedConnections(postgres.url, 20)).toBeGreaterThan(0);
}, 120_000);
