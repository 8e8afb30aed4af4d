import type Libsql from 'libsql';
import type { SqlDatabase, SqliteDriver, SqlRow } from './sqlite-driver.ts';

/** The SQLite of the package `libsql`; `undefined` when it is not installed. */
export async function libsql(): Promise<SqliteDriver | undefined> {
  let Database: typeof Libsql;
  try {
    ({ default: Database } = await import('libsql'));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return { name: 'libsql', open: (path) => wrapped(new Database(path)) };
}

/**
 * Its statements keep a closed connection open until they are collected, and with it the lock of the file: the lock is
 * given back by hand, for the next one to open the file in this process.
 */
function release(database: Libsql.Database): void {
  try {
    database.exec('PRAGMA journal_mode = DELETE');
    database.exec('PRAGMA locking_mode = NORMAL');
    database.prepare('SELECT count(*) FROM sqlite_schema').all();
  } catch {
    // A disk that is full, or a file that is damaged: the end of the process gives the lock back.
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}

function wrapped(database: Libsql.Database): SqlDatabase {
  return {
    exec: (sql) => void database.exec(sql),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        run: (...values) => statement.run(...values).changes,
        all: (...values) => statement.all(...values) as readonly SqlRow[],
      };
    },
    close: () => {
      release(database);
      database.close();
    },
  };
}
