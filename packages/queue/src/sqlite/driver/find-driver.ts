import { DocktopusError } from '@docktopus/core';
import { libsql } from './libsql.ts';
import { nodeSqlite } from './node-sqlite.ts';
import type { SqliteDriver } from './sqlite-driver.ts';

/** The builds of SQLite that can be asked for. */
export type DriverName = 'node:sqlite' | 'libsql';

/**
 * The SQLite of Node where it has one, else that of `libsql`.
 *
 * @throws DocktopusError `queue.unsupported` when there is none, saying what to install.
 */
export async function findDriver(wanted: DriverName | undefined): Promise<SqliteDriver> {
  const driver =
    wanted === 'libsql'
      ? await libsql()
      : (nodeSqlite() ?? (wanted === undefined ? await libsql() : undefined));
  if (driver !== undefined) return driver;
  throw new DocktopusError('queue.unsupported', {
    operation: 'sqliteQueue',
    reason:
      wanted === 'node:sqlite'
        ? `this Node (${process.version}) has no SQLite: it comes with 22.13 and later`
        : `the package libsql is not installed, and this Node (${process.version}) has no SQLite of its own`,
    hint: 'npm install libsql@0.5, or run Node 22.13 or later',
  });
}
