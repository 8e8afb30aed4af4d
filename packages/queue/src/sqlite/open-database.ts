import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DocktopusError } from '@docktopus/core';
import { onHost } from '@docktopus/core/kit';
import { sqlFailure } from './driver/sql-failure.ts';
import type { SqlDatabase, SqliteDriver } from './driver/sqlite-driver.ts';
import { hasWalResetBug } from './driver/wal-reset-bug.ts';
import { fileHeader } from './file-header.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';
import { volatileFileSystem } from './volatile-file-system.ts';

export interface OpenOptions {
  readonly path: string;
  readonly driver: SqliteDriver;
  /** Whether other processes of this host may have it open as well. */
  readonly shared: boolean;
  /** `'power-loss'` syncs the disk at each commit, `'kill'` leaves that to the system. */
  readonly survives: 'power-loss' | 'kill';
  readonly allowVolatile: boolean;
  /** For tests. @default those that there are */
  readonly migrations?: readonly string[] | undefined;
}

/** Beyond this, a file is not read through when it is opened: what is torn in it is then found where it is used. */
const MAX_CHECKED_BYTES = 256 * 1024 * 1024;

/**
 * Opens the database at `path`, which is made if it is not there, and brings it to the present schema.
 *
 * @throws DocktopusError `queue.volatile`, `queue.damaged`, `queue.newer`, `queue.locked`, `queue.unsupported`, or
 * `path.…` when the folder or the file is none that can be used; the file has not been touched then.
 */
export async function openDatabase(options: OpenOptions): Promise<SqlDatabase> {
  const { path, driver, migrations = MIGRATIONS } = options;
  const header = await onHost({ operation: 'sqliteQueue', path, to: 'write' }, async () => {
    await checkPlace(options);
    return fileHeader(path, APPLICATION_ID);
  });
  if (header.kind === 'foreign') throw damaged(path, `it is ${header.what}`);
  if (header.kind === 'ours') checkVersion(path, header.version, migrations.length);
  let database: SqlDatabase | undefined;
  try {
    database = driver.open(path);
    await prepare(database, options, header.kind === 'new');
    return database;
  } catch (error) {
    database?.close();
    throw sqlFailure(error, path);
  }
}

async function prepare(database: SqlDatabase, options: OpenOptions, isNew: boolean): Promise<void> {
  const { path, shared, survives, driver, migrations = MIGRATIONS } = options;
  checkBuild(database, driver, shared);
  database.exec(`PRAGMA busy_timeout = ${shared ? 10_000 : 1000}`);
  // Before anything else, so that no moment exists in which two have it.
  if (!shared) database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.exec(`PRAGMA synchronous = ${survives === 'power-loss' ? 'FULL' : 'NORMAL'}`);
  if (isNew) database.exec('PRAGMA auto_vacuum = INCREMENTAL');
  // All of it is in the file itself before the log begins: the head tells whose it is also after a kill.
  migrate(database, path, migrations);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA journal_size_limit = 67108864');
  database.exec('PRAGMA temp_store = MEMORY');
  await check(database, path);
}

async function checkPlace({ path, allowVolatile }: OpenOptions): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const why = allowVolatile ? undefined : await volatileFileSystem(dirname(path));
  if (why === undefined) return;
  throw new DocktopusError('queue.volatile', {
    operation: 'sqliteQueue',
    subject: path,
    reason: `accepted jobs would not be safe there: the folder is on ${why}`,
    hint: 'Put it on a disk (in a container: on a volume), or accept the loss with allowVolatile: true',
  });
}

function checkBuild(database: SqlDatabase, driver: SqliteDriver, shared: boolean): void {
  const version = String(database.prepare('SELECT sqlite_version() AS version').all()[0]?.version);
  if (!shared || !hasWalResetBug(version)) return;
  throw new DocktopusError('queue.unsupported', {
    operation: 'sqliteQueue',
    reason: `SQLite ${version} of ${driver.name} may damage a file that several processes write to`,
    hint: "Leave out processes: 'many', run a Node whose SQLite is 3.51.3 or later, or take bullQueue()",
  });
}

function checkVersion(path: string, version: number, known: number): void {
  if (version <= known) return;
  throw new DocktopusError('queue.newer', {
    operation: 'sqliteQueue',
    subject: path,
    reason: `a newer version of @docktopus/queue has written it (schema ${version}, this one knows ${known})`,
    hint: 'Run that version, or give this version another file',
  });
}

function migrate(database: SqlDatabase, path: string, migrations: readonly string[]): void {
  database.exec('BEGIN EXCLUSIVE');
  try {
    const version = Number(database.prepare('PRAGMA user_version').all()[0]?.user_version);
    checkVersion(path, version, migrations.length);
    for (const step of migrations.slice(version)) database.exec(step);
    if (version < migrations.length) {
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      database.exec(`PRAGMA user_version = ${migrations.length}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    // What made it fail says more than a rollback that fails as well.
    try {
      database.exec('ROLLBACK');
    } catch {}
    throw error;
  }
}

async function check(database: SqlDatabase, path: string): Promise<void> {
  const { size } = await stat(path);
  if (size > MAX_CHECKED_BYTES) return;
  const [row] = database.prepare('PRAGMA quick_check(1)').all();
  const verdict = String(row && Object.values(row)[0]);
  if (verdict !== 'ok') throw damaged(path, verdict);
}

function damaged(path: string, why: string): DocktopusError {
  return new DocktopusError('queue.damaged', {
    operation: 'sqliteQueue',
    subject: path,
    reason: `it cannot be used: ${why}`,
    hint: 'It has not been changed. Restore a copy, or give another path',
  });
}
