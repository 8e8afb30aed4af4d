import type { SqlDatabase, SqlRow, SqlStatement, SqlValue } from './driver/sqlite-driver.ts';

/** Statements by their text, each prepared once. */
export class Statements {
  readonly #database: SqlDatabase;
  readonly #prepared = new Map<string, SqlStatement>();

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  /** @returns how many rows have changed. */
  run(sql: string, ...values: readonly SqlValue[]): number {
    return this.#statement(sql).run(...values);
  }

  all(sql: string, ...values: readonly SqlValue[]): readonly SqlRow[] {
    return this.#statement(sql).all(...values);
  }

  first(sql: string, ...values: readonly SqlValue[]): SqlRow | undefined {
    return this.all(sql, ...values)[0];
  }

  #statement(sql: string): SqlStatement {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
