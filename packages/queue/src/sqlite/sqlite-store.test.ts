import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobStoreContract, type StoreUnderTest } from '@docktopus/testing/job-store';
import { describe, expect, it, test } from 'vitest';
import { type SqliteQueueOptions, type SqliteStore, sqliteQueue } from '../index.ts';
import { nodeSqlite } from './driver/node-sqlite.ts';
import { hasWalResetBug } from './driver/wal-reset-bug.ts';

/** Memory in the shape of a disk, where there is one: syncs cost nothing there, and the contract does not pull the plug. */
const MEMORY = '/dev/shm';
const FOLDER = join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'docktopus-sqlite-');

/** A file of its own for each case. */
function sqlite(options: SqliteQueueOptions): () => Promise<StoreUnderTest> {
  return async () => {
    const folder = await mkdtemp(FOLDER);
    return {
      shared: options.processes === 'many',
      leaseMs: 1000,
      handle: () => sqliteQueue({ path: join(folder, 'jobs.db'), allowVolatile: true, ...options }),
      crash: async (store) => (store as SqliteStore).crash(),
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  };
}

/** The SQLite of this Node. */
function nodeVersion(): string | undefined {
  const database = nodeSqlite()?.open(':memory:');
  const version = database?.prepare('SELECT sqlite_version() AS version').all()[0]?.version;
  database?.close();
  return version === undefined ? undefined : String(version);
}

const version = nodeVersion();

jobStoreContract('libsql', sqlite({ driver: 'libsql' }), {
  runner: { describe: describe.concurrent, it: it.concurrent },
  shared: false,
});

if (version === undefined) {
  it('passes the contract on node:sqlite', ({ skip }) => {
    skip(
      `Node ${process.versions.node} has no node:sqlite; test/queue/sqlite-on-node-24.test.ts runs this file on Node 24`,
    );
  });
} else {
  jobStoreContract('node:sqlite', sqlite({ driver: 'node:sqlite' }), {
    runner: { describe: describe.concurrent, it: it.concurrent },
    shared: false,
  });
}

if (version === undefined || hasWalResetBug(version)) {
  it('passes the contract with several processes on one file', ({ skip }) => {
    skip(`needs SQLite 3.51.3 or later, and this Node has ${version ?? 'none'}; Node 24 has it`);
  });
} else {
  jobStoreContract('node:sqlite, several processes', sqlite({ driver: 'node:sqlite', processes: 'many' }), {
    runner: { describe: describe.concurrent, it: it.concurrent },
    shared: true,
  });
}

test.each<[version: string, affected: boolean]>([
  ['3.6.23', true],
  ['3.40.1', true],
  ['3.44.5', true],
  ['3.44.6', false],
  ['3.45.1', true],
  ['3.50.2', true],
  ['3.50.7', false],
  ['3.51.0', true],
  ['3.51.2', true],
  ['3.51.3', false],
  ['3.52.0', false],
  ['4.0.0', false],
])('SQLite %s may damage a file that two connections write: %s', (given, affected) => {
  expect(hasWalResetBug(given)).toBe(affected);
});
