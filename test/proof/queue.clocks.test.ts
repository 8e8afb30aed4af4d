import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startRedis } from '../../scripts/servers/redis.mjs';
import { BlueprintProcess } from '../support/blueprint-process.ts';

/** Of Debian's package `faketime`. */
const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';
const HELD = 'done attempt 1 stalls 0, done attempt 1 stalls 0, done attempt 1 stalls 0';

/** Sets the wall clock of a worker an hour forward, and back again, each time while three jobs run. */
async function jump(queue: string, folder: string, delaysAre: 'durations' | 'times'): Promise<void> {
  const clock = join(folder, 'clock');
  writeFileSync(clock, '+0\n');
  await using worker = new BlueprintProcess('test/support/queue/clocked-worker.ts', [queue], {
    LD_PRELOAD: LIBRARY,
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  });
  await worker.says('begun forward', 3);
  expect(worker.said('soon')).toEqual([]);
  writeFileSync(clock, '+3600\n');
  await worker.says('forward ended');
  // What was asked for in half an hour is due, if that is a time of the wall clock.
  if (delaysAre === 'times') await worker.says('soon ran');
  await worker.says('begun back', 3);
  writeFileSync(clock, '+0\n');
  await worker.says('back ended');
  // And what is asked for now does not wait until the clock is where it was.
  await worker.says('soon ran', delaysAre === 'times' ? 2 : 1);
  expect(worker.said('soon ran').length).toBe(delaysAre === 'times' ? 2 : 1);
  console.log(
    [...worker.said('forward ended'), ...worker.said('back ended'), ...worker.said('warned')].join('\n'),
  );
  expect(worker.said('forward ended')).toEqual([`forward ended ${HELD}`]);
  expect(worker.said('back ended')).toEqual([`back ended ${HELD}`]);
  expect(worker.said('warned: a durable job lost')).toEqual([]);
}

const obstacle = existsSync(LIBRARY) ? undefined : `there is no ${LIBRARY}: apt-get install faketime`;

describe('a wall clock that is set by an hour, forward and back, while jobs run', () => {
  const inFolder = async (work: (folder: string) => Promise<void>) => {
    const folder = mkdtempSync(join(tmpdir(), 'docktopus-clocks-'));
    try {
      await work(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test('takes no lease away on SQLite', async ({ skip }) => {
    if (obstacle !== undefined) skip(obstacle);
    await inFolder((folder) => jump(join(folder, 'jobs.db'), folder, 'durations'));
  }, 180_000);

  test('takes no lease away on Redis', async ({ skip }) => {
    if (obstacle !== undefined) skip(obstacle);
    await using redis = await startRedis();
    await inFolder((folder) => jump(redis.url, folder, 'times'));
  }, 180_000);
});
