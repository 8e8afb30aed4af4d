import type { ConsumedJob, StoredJob } from '@docktopus/runner/durable';
import type { AttemptKey } from './attempt-table.ts';
import type { SqlValue } from './driver/sqlite-driver.ts';
import type { JobTable } from './job-table.ts';
import { RateTable } from './rate-table.ts';
import { CLAIMED_ROW, type ClaimedRow, newlyClaimed, QUEUED, RUNNING } from './sql-job.ts';
import type { Statements } from './statements.ts';

/** Who claims. */
export interface Claimer {
  readonly worker: string;
  readonly host: string;
}

/** A job that a worker has from now on. */
export interface ClaimedJob extends AttemptKey {
  readonly job: StoredJob;
}

/** What a look for jobs came to. */
export interface Claimed {
  readonly rows: readonly ClaimedJob[];
  /** Milliseconds until a rate allows the next one. */
  readonly waitMs: number;
}

/** So many keys that are at their limits are looked past, beyond those that can be. */
const LOOK_AHEAD = 8;

/** Claims jobs, within transactions that others begin and end. */
export class ClaimTable {
  readonly #sql: Statements;
  readonly #jobs: JobTable;
  readonly #rates: RateTable;

  constructor(sql: Statements, jobs: JobTable) {
    this.#sql = sql;
    this.#jobs = jobs;
    this.#rates = new RateTable(sql);
  }

  /** Queues what is due. @returns when the next one is. */
  queueDue(now: number): number | undefined {
    const next = () => this.#sql.first('SELECT due FROM jobs WHERE state = 1 ORDER BY due LIMIT 1')?.due;
    const due = next();
    if (due === undefined || Number(due) > now) return due === undefined ? undefined : Number(due);
    this.#sql.run(`UPDATE jobs SET state = ${QUEUED}, due = NULL WHERE state = 1 AND due <= ?`, now);
    const later = next();
    return later === undefined ? undefined : Number(later);
  }

  /** Claims at most `room` jobs of a kind. */
  claim(kind: ConsumedJob, by: Claimer, room: number, now: number): Claimed {
    const job = this.#jobs.numberOf(kind.job);
    const wanted = Math.min(room, this.#allowed(kind, job, by.worker));
    const rows: ClaimedJob[] = [];
    let waitMs = Number.POSITIVE_INFINITY;
    for (const claim of [this.#bound, this.#unkeyed, this.#keyed]) {
      if (rows.length >= wanted) break;
      const more = claim.call(this, kind, job, by, wanted - rows.length, now);
      rows.push(...more.rows);
      waitMs = Math.min(waitMs, more.waitMs);
    }
    return { rows, waitMs };
  }

  #allowed({ perJob, perWorker }: ConsumedJob, job: number, worker: string): number {
    const running = (where: string, ...values: SqlValue[]) =>
      Number(
        this.#sql.first(
          `SELECT count(*) AS count FROM jobs WHERE state = 2 AND job = ? ${where}`,
          job,
          ...values,
        )?.count,
      );
    const free = [
      perJob === undefined ? Number.POSITIVE_INFINITY : perJob - running(''),
      perWorker === undefined ? Number.POSITIVE_INFINITY : perWorker - running('AND worker = ?', worker),
    ];
    return Math.max(0, Math.min(...free));
  }

  /** Without keys the jobs of one index are next, in its order. */
  #unkeyed(kind: ConsumedJob, job: number, by: Claimer, room: number, now: number): Claimed {
    const { count, waitMs } = this.#rates.take(kind, undefined, room, now, () =>
      this.#waiting('job = ? AND key IS NULL AND affinity IS NULL', job),
    );
    if (count === 0) return { rows: [], waitMs };
    const rows = this.#take(
      kind,
      by,
      now,
      'SELECT seq FROM jobs WHERE state = 0 AND key IS NULL AND affinity IS NULL AND job = ? ORDER BY priority DESC, seq LIMIT ?',
      job,
      count,
    );
    this.#rates.giveBack(kind, undefined, count - rows.length);
    return { rows, waitMs };
  }

  /** With keys, one job of the key whose turn it is, again and again. */
  #keyed(kind: ConsumedJob, job: number, by: Claimer, room: number, now: number): Claimed {
    const rows: ClaimedJob[] = [];
    let waitMs = Number.POSITIVE_INFINITY;
    while (rows.length < room) {
      const next = this.#nextKey(kind, job, now);
      waitMs = Math.min(waitMs, next.waitMs);
      if (next.key === undefined) break;
      const [row] = this.#take(
        kind,
        by,
        now,
        'SELECT seq FROM jobs WHERE state = 0 AND affinity IS NULL AND job = ? AND key = ? ORDER BY priority DESC, seq LIMIT 1',
        job,
        next.key,
      );
      if (row === undefined) break;
      this.#served(job, next.key, next.turn);
      rows.push(row);
    }
    return { rows, waitMs };
  }

  /** Jobs that only this host may run; those of keys that are at their limits are looked past. */
  #bound(kind: ConsumedJob, job: number, by: Claimer, room: number, now: number): Claimed {
    const rows: ClaimedJob[] = [];
    let waitMs = Number.POSITIVE_INFINITY;
    const found = this.#sql.all(
      'SELECT seq, key FROM jobs WHERE state = 0 AND affinity = ? AND job = ? ORDER BY priority DESC, seq LIMIT ?',
      by.host,
      job,
      room + LOOK_AHEAD,
    );
    for (const { seq, key } of found) {
      if (rows.length >= room) break;
      const wait = this.#mayServe(kind, job, key === null ? undefined : String(key), now);
      waitMs = Math.min(waitMs, wait === 0 ? waitMs : wait);
      if (wait === 0) rows.push(...this.#take(kind, by, now, 'SELECT ?', seq ?? null));
    }
    return { rows, waitMs };
  }

  #nextKey(kind: ConsumedJob, job: number, now: number): { key?: string; turn: number; waitMs: number } {
    const { perKey, keyRate, rate } = kind;
    const limited = perKey !== undefined || keyRate !== undefined || rate !== undefined;
    let waitMs = Number.POSITIVE_INFINITY;
    for (let skip = 0; ; skip += LOOK_AHEAD) {
      const keys = this.#sql.all(
        'SELECT key, turn FROM turns WHERE job = ? AND waiting > 0 ORDER BY top DESC, turn LIMIT ? OFFSET ?',
        job,
        limited ? LOOK_AHEAD : 1,
        skip,
      );
      for (const { key, turn } of keys) {
        const wait = limited ? this.#mayServe(kind, job, String(key), now) : 0;
        if (wait === 0) return { key: String(key), turn: Number(turn), waitMs };
        waitMs = Math.min(waitMs, wait);
      }
      if (keys.length < LOOK_AHEAD) return { turn: 0, waitMs };
    }
  }

  /** 0 takes what a start costs; milliseconds until a rate allows it, `Infinity` when something has to end first. */
  #mayServe(kind: ConsumedJob, job: number, key: string | undefined, now: number): number {
    if (key !== undefined && kind.perKey !== undefined) {
      const running = this.#sql.first(
        'SELECT count(*) AS count FROM jobs WHERE state = 2 AND job = ? AND key = ?',
        job,
        key,
      );
      if (Number(running?.count) >= kind.perKey) return Number.POSITIVE_INFINITY;
    }
    const { count, waitMs } = this.#rates.take(kind, key, 1, now);
    return count === 1 ? 0 : waitMs;
  }

  #served(job: number, key: string, turn: number): void {
    this.#sql.run('UPDATE turns SET turn = turn + 1 WHERE job = ? AND key = ?', job, key);
    this.#sql.run(
      'INSERT INTO times (job, time) VALUES (?, ?) ON CONFLICT DO UPDATE SET time = max(time, excluded.time)',
      job,
      turn,
    );
    // The turn of a key that has nothing in line matters until the time has reached it.
    this.#sql.run('DELETE FROM turns WHERE job = ? AND waiting = 0 AND turn <= ?', job, turn);
  }

  #waiting(where: string, ...values: readonly SqlValue[]): boolean {
    return (
      this.#sql.first(`SELECT 1 AS one FROM jobs WHERE state = 0 AND ${where} LIMIT 1`, ...values) !==
      undefined
    );
  }

  /** Claims the rows that the query `which` names. */
  #take(
    { job }: ConsumedJob,
    { worker }: Claimer,
    now: number,
    which: string,
    ...values: readonly SqlValue[]
  ): readonly ClaimedJob[] {
    const rows = this.#sql.all(
      `UPDATE jobs SET state = ${RUNNING}, token = token + 1, worker = ?, attempt = failures + 1, started = ?
      WHERE seq IN (${which}) RETURNING ${CLAIMED_ROW} AS claimed`,
      worker,
      now,
      ...values,
    );
    const claim = { job, worker, startedAt: now };
    return rows
      .map(({ claimed }): ClaimedJob => {
        const row = JSON.parse(String(claimed)) as ClaimedRow;
        const [seq, , token] = row;
        const isNew = token === 1 && row.at(-1) !== null;
        return { seq, token, job: isNew ? newlyClaimed(row, claim) : this.#jobs.ofRow(seq) };
      })
      .sort((a, b) => b.job.priority - a.job.priority || a.seq - b.seq);
  }
}
