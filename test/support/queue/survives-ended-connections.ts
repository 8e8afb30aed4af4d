import { setTimeout as sleep } from 'node:timers/promises';
import { isDocktopusError } from '@docktopus/core';
import { bullQueue } from '@docktopus/queue';
import { BlueprintRunner, Router, silentLogger } from '@docktopus/runner';
import pg from 'pg';
import { expect } from 'vitest';

const BATCH = 5;

/**
 * Lets a PostgreSQL end all connections of a runner again and again, while the runner keeps and runs jobs, and shows that
 * every job that was said to be kept is done. An error to which nobody listens fails the file.
 *
 * @returns how many jobs were kept.
 */
export async function survivesEndedConnections(url: string, rounds: number): Promise<number> {
  const runner = BlueprintRunner.for()
    .router(Router.create().route('work', ({ body }) => body, { durable: true }))
    .queue(bullQueue({ url, name: 'ended' }), { leaseMs: 1500, maxStalls: 1000 })
    .options({ logger: silentLogger });
  await runner.start();
  const admin = new pg.Client(url);
  await admin.connect();
  const kept: string[] = [];
  let storms = true;
  const keeping = (async () => {
    while (storms) {
      try {
        const jobs = Array.from({ length: BATCH }, (_, body) => ({ jobId: 'work', body }));
        for (const { id } of await runner.submitAll(jobs)) kept.push(id);
      } catch (error) {
        if (!isDocktopusError(error, 'queue.unavailable')) throw error;
      }
      await sleep(5);
    }
  })();
  try {
    for (let round = 0; round < rounds; round += 1) {
      // At any moment: of connections that open, that are lent, that listen, that close.
      await sleep(Math.random() * 60);
      await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    }
  } finally {
    storms = false;
    await admin.end();
  }
  await keeping;
  const ended = await Promise.all(kept.map((id) => runner.queue.ended(id)));
  expect(ended.filter((job) => job?.state !== 'done')).toEqual([]);
  await runner.stop();
  return kept.length;
}
