import type { SqlRow } from './driver/sqlite-driver.ts';
import type { Statements } from './statements.ts';

interface Seen {
  readonly beat: number;
  /** How long it has been silent in the eyes of this process, in milliseconds of its own monotonic clock. */
  readonly silentMs: number;
  readonly lookedAt: number;
}

/**
 * Which workers live. Each raises its number now and then; one whose number has not changed for the length of a lease,
 * by the clock of the process that looks, is dead. No clocks are compared, so that setting one kills nobody. A look counts for half
 * a lease at most: when a whole machine was paused, the first process to go on leaves the others time for a beat.
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
    return rows
      .filter((row) => this.#silentFor(row, leaseMs / 2, now) >= leaseMs)
      .map(({ worker }) => String(worker));
  }

  #silentFor({ worker, beat }: SqlRow, atMostMs: number, now: number): number {
    const name = String(worker);
    const seen = this.#seen.get(name);
    const silentMs =
      seen?.beat === Number(beat) ? seen.silentMs + Math.min(now - seen.lookedAt, atMostMs) : 0;
    this.#seen.set(name, { beat: Number(beat), silentMs, lookedAt: now });
    return silentMs;
  }
}
