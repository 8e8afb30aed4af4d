import type { SqlRow } from './driver/sqlite-driver.ts';
import type { Statements } from './statements.ts';

interface Seen {
  readonly beat: number;
  /** By our own monotonic clock. */
  readonly since: number;
}

/**
 * Which workers live. Each raises its number now and then; one whose number has not changed for the length of a lease,
 * by the clock of whoever looks, is dead. No clocks are compared, so that setting one kills nobody.
 */
export class WorkerBeats {
  readonly #sql: Statements;
  readonly #seen = new Map<string, Seen>();

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  register(worker: string, host: string): void {
    this.#sql.run(
      'INSERT INTO workers (worker, host, beat) VALUES (?, ?, 1) ON CONFLICT DO NOTHING',
      worker,
      host,
    );
  }

  /** @returns `false` when others have taken this worker for dead: its leases are theirs. */
  beat(worker: string): boolean {
    return this.#sql.run('UPDATE workers SET beat = beat + 1 WHERE worker = ?', worker) > 0;
  }

  remove(worker: string): void {
    this.#sql.run('DELETE FROM workers WHERE worker = ?', worker);
    this.#seen.delete(worker);
  }

  /** The workers that have been silent for `leaseMs` milliseconds; `own` are not looked at. */
  silent(own: ReadonlySet<string>, leaseMs: number, now: number): readonly string[] {
    const rows = this.#sql
      .all('SELECT worker, beat FROM workers')
      .filter(({ worker }) => !own.has(String(worker)));
    const known = new Set(rows.map(({ worker }) => String(worker)));
    for (const worker of this.#seen.keys()) if (!known.has(worker)) this.#seen.delete(worker);
    return rows.filter((row) => this.#silentFor(row, now) >= leaseMs).map(({ worker }) => String(worker));
  }

  #silentFor({ worker, beat }: SqlRow, now: number): number {
    const name = String(worker);
    const seen = this.#seen.get(name);
    if (seen !== undefined && seen.beat === Number(beat)) return now - seen.since;
    this.#seen.set(name, { beat: Number(beat), since: now });
    return 0;
  }
}
