import {
  type AttemptOutcome,
  type AttemptReport,
  expiredError,
  LOG_IS_FULL,
  stalledError,
} from '@docktopus/runner/durable';
import type { SqlRow, SqlValue } from './driver/sqlite-driver.ts';
import { inRow, type JobTable } from './job-table.ts';
import { CANCELLED, DEAD, DELAYED, DONE, QUEUED, RUNNING } from './sql-job.ts';
import type { Statements } from './statements.ts';

/** Which attempt a write is of; another token has taken its place when nothing changes. */
export interface AttemptKey {
  readonly seq: number;
  readonly token: number;
}

/** An attempt that has ended with a result. */
export interface DoneAttempt extends AttemptKey {
  readonly result: string | undefined;
}

const HELD = 'WHERE seq = ? AND token = ? AND state = 2';

/** What attempts write, within transactions that others begin and end. Every write carries its token. */
export class AttemptTable {
  readonly #sql: Statements;
  readonly #jobs: JobTable;
  readonly #maxLogBytes: number;

  constructor(sql: Statements, jobs: JobTable, maxLogBytes: number) {
    this.#sql = sql;
    this.#jobs = jobs;
    this.#maxLogBytes = maxLogBytes;
  }

  holds({ seq, token }: AttemptKey): boolean {
    return this.#sql.first(`SELECT 1 AS held FROM jobs ${HELD}`, seq, token) !== undefined;
  }

  remembered(seq: number): ReadonlyMap<string, string> {
    const rows = this.#sql.all('SELECT name, value FROM steps WHERE seq = ?', seq);
    return new Map(rows.map(({ name, value }) => [String(name), String(value)]));
  }

  step(key: AttemptKey, name: string, value: string): boolean {
    if (!this.holds(key)) return false;
    this.#sql.run(
      'INSERT INTO steps (seq, name, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      key.seq,
      name,
      value,
    );
    return true;
  }

  report(key: AttemptKey, { progress, lines = [] }: AttemptReport): boolean {
    const { seq, token } = key;
    const row = this.#sql.first(`SELECT log_lines, log_bytes FROM jobs ${HELD}`, seq, token);
    if (row === undefined) return false;
    let [count, bytes] = [Number(row.log_lines), Number(row.log_bytes)];
    for (const { at, text } of lines) {
      const full = bytes > this.#maxLogBytes;
      bytes += Buffer.byteLength(text);
      if (full) continue;
      count += 1;
      const kept = bytes <= this.#maxLogBytes ? text : LOG_IS_FULL;
      this.#sql.run(
        'INSERT INTO lines (seq, line, at, text) VALUES (?, ?, ?, ?)',
        seq,
        count,
        Math.trunc(at),
        kept,
      );
    }
    this.#sql.run(
      'UPDATE jobs SET log_lines = ?, log_bytes = ?, progress = COALESCE(?, progress) WHERE seq = ?',
      count,
      bytes,
      progress === undefined ? null : JSON.stringify(progress),
      seq,
    );
    return true;
  }

  /** @returns whether the attempt was still held. */
  settle(key: AttemptKey, outcome: AttemptOutcome, now: number): boolean {
    const changed = this.#write(key, outcome, now) > 0;
    const follow = 'follow' in outcome ? (outcome.follow ?? []) : [];
    if (changed) for (const job of follow) this.#jobs.add(job);
    return changed;
  }

  /** @returns for each whether it was still held. */
  done(attempts: readonly DoneAttempt[], now: number): readonly boolean[] {
    const ended = this.#sql.run(
      `UPDATE jobs SET state = ${DONE}, result = done.result, error = NULL, ended = ?, cancelling = NULL
      FROM (SELECT value ->> 0 AS row, value ->> 1 AS held, value ->> 2 AS result FROM json_each(?)) AS done
      WHERE seq = done.row AND token = done.held AND state = ${RUNNING}`,
      now,
      JSON.stringify(attempts.map(({ seq, token, result }) => [seq, token, inRow(result)])),
    );
    // Rows that come back cost more than the update: they are asked for when one of the attempts was lost.
    const isHeld = ended === attempts.length ? () => true : this.#endedWith(attempts);
    return attempts.map((attempt) => {
      const { seq, result } = attempt;
      const held = isHeld(attempt);
      if (held && result !== undefined && inRow(result) === null) this.#jobs.keepLarge(seq, 'result', result);
      return held;
    });
  }

  /** Which attempts ended their job, each of which has been told of its end once. */
  #endedWith(attempts: readonly AttemptKey[]): (attempt: AttemptKey) => boolean {
    const rows = this.#sql.all(
      `SELECT seq, token FROM jobs WHERE state = ${DONE} AND seq IN (SELECT value FROM json_each(?))`,
      JSON.stringify(attempts.map(({ seq }) => seq)),
    );
    const tokens = new Map(rows.map(({ seq, token }) => [Number(seq), Number(token)]));
    return ({ seq, token }) => tokens.get(seq) === token;
  }

  /** A job that was claimed too late is dead. */
  expire(key: AttemptKey, now: number): void {
    this.settle(key, { kind: 'dead', error: expiredError() }, now);
  }

  /**
   * The leases of a worker have run out: its jobs are queued again, but for those that were to end, and those whose
   * leases have run out too often.
   *
   * @returns the ids of the jobs.
   */
  stall(rows: readonly SqlRow[], maxStalls: number, now: number): void {
    for (const row of rows) {
      const [seq, stalls] = [Number(row.seq), Number(row.stalls) + 1];
      this.#sql.run('UPDATE jobs SET stalls = ?, token = token + 1 WHERE seq = ?', stalls, seq);
      if (row.cancelling !== null) this.#end(seq, CANCELLED, row.cancelling ?? null, now);
      else if (stalls > maxStalls) this.#end(seq, DEAD, JSON.stringify(stalledError(stalls)), now);
      else this.#sql.run('UPDATE jobs SET state = ? WHERE seq = ?', QUEUED, seq);
    }
  }

  #end(seq: number, state: number, error: SqlValue, now: number): void {
    this.#sql.run(
      'UPDATE jobs SET state = ?, error = ?, ended = ?, cancelling = NULL WHERE seq = ?',
      state,
      error,
      now,
      seq,
    );
  }

  #write({ seq, token }: AttemptKey, outcome: AttemptOutcome, now: number): number {
    const sql = this.#sql;
    switch (outcome.kind) {
      case 'done':
        return this.done([{ seq, token, result: outcome.result }], now)[0] === true ? 1 : 0;
      case 'dead':
      case 'cancelled':
        return sql.run(
          `UPDATE jobs SET state = ?, error = ?, ended = ?, cancelling = NULL ${HELD}`,
          outcome.kind === 'dead' ? DEAD : CANCELLED,
          JSON.stringify(outcome.error),
          now,
          seq,
          token,
        );
      case 'failed':
        return sql.run(
          `UPDATE jobs SET state = ?, due = ?, failures = failures + 1, error = ? ${HELD}`,
          ...waiting(outcome.afterMs, now),
          JSON.stringify(outcome.error),
          seq,
          token,
        );
      case 'refused':
        return sql.run(
          `UPDATE jobs SET state = ?, due = ?, refusals = json_insert(COALESCE(refusals, '[]'), '$[#]', json(?)) ${HELD}`,
          ...waiting(outcome.afterMs, now),
          JSON.stringify(outcome.refusal),
          seq,
          token,
        );
      case 'later':
      case 'released':
        return sql.run(
          `UPDATE jobs SET state = ?, due = ? ${HELD}`,
          ...waiting(outcome.afterMs, now),
          seq,
          token,
        );
    }
  }
}

/** The state and the time of a job that waits. */
function waiting(afterMs: number, now: number): [state: number, due: number | null] {
  return afterMs > 0 ? [DELAYED, Math.ceil(now + afterMs)] : [QUEUED, null];
}

/** The running jobs of workers. */
export function runningOf(sql: Statements, where: string, ...values: readonly SqlValue[]): readonly SqlRow[] {
  return sql.all(
    `SELECT seq, id, stalls, cancelling FROM jobs WHERE state = ${RUNNING} AND ${where}`,
    ...values,
  );
}
