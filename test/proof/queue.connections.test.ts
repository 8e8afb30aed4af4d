import { test } from 'vitest';
import { startPostgres } from '../../scripts/servers/postgres.mjs';
import { survivesEndedConnections } from '../support/queue/survives-ended-connections.ts';

const ROUNDS = 1000;

test('a PostgreSQL that ends all connections 1000 times loses no job, and the process goes on', async () => {
  await using postgres = await startPostgres();
  const kept = await survivesEndedConnections(postgres.url, ROUNDS);
  console.log(`PostgreSQL: all ${kept} jobs that were kept are done`);
}, 600_000);
