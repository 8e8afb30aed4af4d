import type { SqlDatabase, SqliteDriver, SqlRow, SqlValue } from './sqlite-driver.ts';

/** The part of `node:sqlite` that is used; the types of Node 20 have none of it. */
interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => NodeDatabase;
}

interface NodeDatabase {
  exec(sql: string): void;
  prepare(sql: string): {
    run(...values: readonly SqlValue[]): { readonly changes: number | bigint };
    all(...values: readonly SqlValue[]): readonly SqlRow[];
  };
  close(): void;
}

/** The SQLite that Node brings along, from 22.13 on; `undefined` before. */
export function nodeSqlite(): SqliteDriver | undefined {
  const sqlite = withoutWarning(() => builtin('node:sqlite'));
  return sqlite && { name: 'node:sqlite', open: (path) => wrapped(new sqlite.DatabaseSync(path)) };
}

function builtin(name: string): NodeSqlite | undefined {
  // Node 20.16 and later; before that, there is no SQLite either.
  const get = (process as { getBuiltinModule?: (id: string) => unknown }).getBuiltinModule;
  return get?.call(process, name) as NodeSqlite | undefined;
}

/** Node 22 warns that the module is experimental, which the user of a queue can do nothing about. */
function withoutWarning<T>(load: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function wrapped(database: NodeDatabase): SqlDatabase {
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        run: (...values) => Number(statement.run(...values).changes),
        all: (...values) => statement.all(...values),
      };
    },
    close: () => database.close(),
  };
}
