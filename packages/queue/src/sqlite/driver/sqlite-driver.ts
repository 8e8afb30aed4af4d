/** What SQLite takes and gives. */
export type SqlValue = string | number | bigint | null;

export type SqlRow = Readonly<Record<string, SqlValue>>;

/** A statement that is prepared. All rows are read: one that is left open would keep the log of the file growing. */
export interface SqlStatement {
  /** @returns how many rows have changed. */
  run(...values: readonly SqlValue[]): number;
  all(...values: readonly SqlValue[]): readonly SqlRow[];
}

/** An open database. */
export interface SqlDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqlStatement;
  close(): void;
}

/** A build of SQLite. */
export interface SqliteDriver {
  /** `'node:sqlite'`, `'libsql'`. */
  readonly name: string;
  open(path: string): SqlDatabase;
}
