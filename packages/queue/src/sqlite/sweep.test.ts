import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@docktopus/runner';
import { queueSettings } from '@docktopus/runner/durable';
import { expect, test, vi } from 'vitest';
import { DatabaseFile } from './database-file.ts';
import { libsql } from './driver/libsql.ts';
import type { GroupCommit } from './group-commit.ts';
import { MIGRATIONS } from './schema.ts';
import { SqliteJobs } from './sqlite-jobs.ts';
import { Statements } from './statements.ts';
import { Sweeper } from './sweeper.ts';

test('jobs that end faster than one sweep removes them are removed by the sweeps that follow at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'docktopus-sweep-'));
  const driver = await libsql();
  if (driver === undefined) throw new Error('libsql is not installed');
  const database = driver.open(join(folder, 'jobs.db'));
  for (const migration of MIGRATIONS) database.exec(migration);
  database.exec(`
    INSERT INTO names (name) VALUES ('"work"');
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    INSERT INTO jobs (id, job, state, priority, created, ended, metadata)
    SELECT 'job-' || i, 1, 3, 0, ${Date.now()}, ${Date.now()}, '{}' FROM n;
  `);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { retention } = queueSettings();
  const jobs = new SqliteJobs(database, {
    shared: false,
    log: silentLogger,
    retention: { ...retention, done: { ...retention.done, count: 10 } },
    maxLogBytes: 1000,
    file: new DatabaseFile(join(folder, 'jobs.db'), silentLogger),
    failed: (error) => error,
    tell: () => undefined,
  });
  const done = () => jobs.counts().find(({ state }) => state === 'done')?.count;
  expect(done()).toBe(3000);
  // Twice the time of the first sweep: one each second would have removed a thousand.
  for (let ms = 0; ms < 2000; ms += 20) {
    await vi.advanceTimersByTimeAsync(20);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(done()).toBe(10);
  vi.useRealTimers();
  await jobs.close();
  rmSync(folder, { recursive: true });
});

test('a sweep that is refused because all is closed is the last one, and is not logged', async () => {
  vi.useFakeTimers();
  let refuse: ((error: Error) => void) | undefined;
  const write = () =>
    new Promise<never>((_, reject) => {
      refuse = reject;
    });
  const told: string[] = [];
  const sweeper = new Sweeper({
    sql: new Statements({} as never),
    commit: { write } as unknown as GroupCommit,
    retention: queueSettings().retention,
    log: { ...silentLogger, warn: (message) => void told.push(message) },
  });
  await vi.advanceTimersByTimeAsync(1000);
  sweeper.close();
  refuse?.(new Error('the store is closed'));
  await vi.advanceTimersByTimeAsync(5000);
  expect([told, vi.getTimerCount(), refuse !== undefined]).toEqual([[], 0, true]);
  vi.useRealTimers();
});
