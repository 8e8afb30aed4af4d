import type { Logger } from '@docktopus/runner';
import {
  type AcceptedJob,
  type CancelOutcome,
  type ConsumeSpec,
  type Consumption,
  checkedCursor,
  type FireOutcome,
  type JobLogLine,
  type Lease,
  type NewJob,
  NUMBER_CURSOR,
  type PageRequest,
  type Retention,
  type StateCount,
  type StoredError,
  type StoredJob,
  type StoreEvent,
  type StoreFilter,
  type StorePage,
} from '@docktopus/runner/durable';
import { AttemptTable } from './attempt-table.ts';
import { watchClock } from './clock-watch.ts';
import type { DatabaseFile } from './database-file.ts';
import type { SqlDatabase } from './driver/sqlite-driver.ts';
import { GroupCommit } from './group-commit.ts';
import { jobFilter } from './job-filter.ts';
import { JobTable } from './job-table.ts';
import { JoinedWrite } from './joined-write.ts';
import { CANCELLED, JOB_COLUMNS, RUNNING, STATES, storedJob } from './sql-job.ts';
import { SqliteClaims } from './sqlite-claims.ts';
import { Statements } from './statements.ts';
import { Sweeper } from './sweeper.ts';

export interface SqliteJobsOptions {
  readonly shared: boolean;
  readonly log: Logger;
  readonly retention: Retention;
  readonly maxLogBytes: number;
  readonly file: DatabaseFile;
  failed(error: unknown): unknown;
  tell(event: StoreEvent): void;
}

/** How many submissions are one write at most. */
const JOINED_SUBMITS = 64;
/** How soon the log says that the file is lost when nobody submits. */
const LOOK_EVERY_MS = 1000;

/** The jobs of an open database. */
export class SqliteJobs {
  readonly #database: SqlDatabase;
  readonly #options: SqliteJobsOptions;
  readonly #sql: Statements;
  readonly #table: JobTable;
  readonly #commit: GroupCommit;
  readonly #claims: SqliteClaims;
  readonly #submits: JoinedWrite<readonly NewJob[], readonly AcceptedJob[]>;
  readonly #clock: Disposable;
  readonly #sweeper: Sweeper;
  readonly #looker: NodeJS.Timeout;
  readonly #told: StoreEvent[] = [];

  constructor(database: SqlDatabase, options: SqliteJobsOptions) {
    this.#database = database;
    this.#options = options;
    this.#sql = new Statements(database);
    this.#table = new JobTable(this.#sql);
    const attempts = new AttemptTable(this.#sql, this.#table, options.maxLogBytes);
    this.#commit = new GroupCommit(database, {
      claim: () => this.#claims.claim(),
      claimFailed: (error) => this.#claims.claimFailed(error),
      undone: () => this.#table.forgetNumbers(),
      failure: (error) => options.failed(error),
    });
    this.#claims = new SqliteClaims({
      sql: this.#sql,
      jobs: this.#table,
      attempts,
      commit: this.#commit,
      shared: options.shared,
      log: options.log,
      tell: (event) => this.#tell(event),
    });
    this.#submits = new JoinedWrite(this.#commit, (batches) => this.#add(batches), {
      most: JOINED_SUBMITS,
      inOrder: true,
    });
    // What waits for so many milliseconds goes on waiting for as many, whatever the clock was set to. Of several processes
    // each would move it: there it waits for a time.
    this.#clock = watchClock((byMs) => {
      if (options.shared) this.#commit.schedule();
      else this.#moveDue(byMs);
    });
    const { retention, log } = options;
    this.#sweeper = new Sweeper({ sql: this.#sql, commit: this.#commit, retention, log });
    this.#looker = setInterval(() => options.file.look(), LOOK_EVERY_MS);
    this.#looker.unref();
  }

  submit(jobs: readonly NewJob[]): Promise<readonly AcceptedJob[]> {
    return this.#submits.add(jobs);
  }

  consume(spec: ConsumeSpec, run: (lease: Lease) => Promise<void>): Consumption {
    return this.#claims.consume(spec, run);
  }

  get(id: string): StoredJob | undefined {
    return this.#read(() => this.#table.get(id));
  }

  log(id: string, after: number, limit: number): readonly JobLogLine[] {
    return this.#read(() => this.#table.log(id, after, limit));
  }

  list(filter: StoreFilter, { limit, cursor }: PageRequest): StorePage {
    const { where, values } = jobFilter(filter);
    const rows = this.#read(() =>
      this.#sql.all(
        `SELECT ${JOB_COLUMNS} FROM jobs
        WHERE ${where} AND jobs.seq < ? ORDER BY jobs.seq DESC LIMIT ?`,
        ...values,
        Number(checkedCursor(cursor, NUMBER_CURSOR) ?? Number.MAX_SAFE_INTEGER),
        limit + 1,
      ),
    );
    const page = rows.slice(0, limit);
    return { jobs: page.map(storedJob), cursor: rows.length > limit ? String(page.at(-1)?.seq) : undefined };
  }

  counts(): readonly StateCount[] {
    const rows = this.#read(() =>
      this.#sql.all(
        'SELECT name, state, affinity, count(*) AS count FROM jobs JOIN names USING (job) GROUP BY job, state, affinity',
      ),
    );
    return rows.map(({ name, state, affinity, count }) => ({
      job: String(name),
      state: STATES[Number(state)] ?? 'dead',
      affinity: affinity === null ? undefined : String(affinity),
      count: Number(count),
    }));
  }

  async cancel(id: string, error: StoredError): Promise<CancelOutcome> {
    let running: number | undefined;
    const outcome = await this.#write((): CancelOutcome => {
      const row = this.#sql.first('SELECT seq, state FROM jobs WHERE id = ?', id);
      if (row === undefined) return 'unknown';
      const [seq, state] = [Number(row.seq), Number(row.state)];
      if (state > RUNNING) return 'ended';
      const text = JSON.stringify(error);
      this.#tell({ id, kind: 'state' });
      if (state === RUNNING) {
        this.#sql.run('UPDATE jobs SET cancelling = ? WHERE seq = ?', text, seq);
        running = seq;
        return 'cancelling';
      }
      const ended = `UPDATE jobs SET state = ${CANCELLED}, error = ?, ended = ? WHERE seq = ?`;
      this.#sql.run(ended, text, Date.now(), seq);
      return 'cancelled';
    });
    if (running !== undefined) this.#claims.cancel(running, error);
    return outcome;
  }

  redrive(filter: StoreFilter): Promise<number> {
    const { where, values } = jobFilter(filter);
    return this.#write(() => {
      const which = `SELECT jobs.seq FROM jobs WHERE ${where} AND jobs.state IN (3, 4)`;
      // A dead job goes on behind its steps, a done one starts again.
      for (const table of ['steps', 'lines', 'large']) {
        const also = table === 'large' ? " AND kind = 'result'" : '';
        const done = `SELECT jobs.seq FROM jobs WHERE ${where} AND jobs.state = 3`;
        this.#sql.run(`DELETE FROM ${table} WHERE seq IN (${done})${also}`, ...values);
      }
      const rows = this.#sql.all(
        `UPDATE jobs SET
          progress = iif(state = 3, NULL, progress), log_lines = iif(state = 3, 0, log_lines),
          log_bytes = iif(state = 3, 0, log_bytes),
          state = 0, failures = 0, stalls = 0, refusals = NULL, result = NULL, error = NULL, ended = NULL, cancelling = NULL
        WHERE seq IN (${which}) RETURNING id`,
        ...values,
      );
      for (const { id } of rows) this.#tell({ id: String(id), kind: 'state' });
      return rows.length;
    });
  }

  remove(filter: StoreFilter): Promise<number> {
    const { where, values } = jobFilter(filter);
    return this.#write(() => {
      const which = `SELECT jobs.seq FROM jobs WHERE ${where} AND jobs.state <> ${RUNNING}`;
      const rows = this.#sql.all(`DELETE FROM jobs WHERE seq IN (${which}) RETURNING id`, ...values);
      for (const { id } of rows) this.#tell({ id: String(id), kind: 'state' });
      return rows.length;
    });
  }

  pause(job: string | undefined, paused: boolean): Promise<void> {
    return this.#write(() => {
      if (job === undefined) {
        this.#sql.run(
          "INSERT INTO settings (name, value) VALUES ('paused', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
          paused ? 1 : 0,
        );
      } else
        this.#sql.run('UPDATE names SET paused = ? WHERE job = ?', paused ? 1 : 0, this.#table.numberOf(job));
      this.#claims.refresh();
    });
  }

  fire(name: string, tick: number, job: NewJob | undefined): Promise<FireOutcome> {
    return this.#write(() => {
      const row = this.#sql.first('SELECT tick FROM schedules WHERE name = ?', name);
      const previous = row && Number(row.tick);
      if (job === undefined || (previous !== undefined && previous >= tick))
        return { fired: false, previous };
      this.#sql.run(
        'INSERT INTO schedules (name, tick) VALUES (?, ?) ON CONFLICT DO UPDATE SET tick = excluded.tick',
        name,
        Math.trunc(tick),
      );
      this.#table.add(job);
      this.#tell({ id: job.id, kind: 'state' });
      return { fired: true, previous };
    });
  }

  async close(): Promise<void> {
    this.#commit.flush();
    await this.#claims.close();
    this.#end();
  }

  crash(): void {
    this.#claims.crash();
    this.#end();
  }

  #add(batches: readonly (readonly NewJob[])[]): readonly (readonly AcceptedJob[])[] {
    this.#options.file.check();
    const accepted = this.#table.addAll(batches.flat());
    for (const { id } of accepted) this.#tell({ id, kind: 'state' });
    let at = 0;
    return batches.map(({ length }) => {
      at += length;
      return accepted.slice(at - length, at);
    });
  }

  #end(): void {
    clearInterval(this.#looker);
    this.#sweeper.close();
    this.#clock[Symbol.dispose]();
    this.#commit.close();
    this.#database.close();
  }

  /** Writes what a caller asks for, if the next process will find it. */
  #write<T>(work: () => T): Promise<T> {
    return this.#commit.write(() => {
      this.#options.file.check();
      return work();
    });
  }

  #moveDue(byMs: number): void {
    this.#commit
      .write(() => this.#sql.run('UPDATE jobs SET due = due + ? WHERE state = 1', byMs))
      .catch((error: unknown) =>
        this.#options.log.warn('the clock was set, and delayed jobs could not be moved with it', {
          err: error,
          byMs,
        }),
      );
  }

  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#options.failed(error);
    }
  }

  /** After the transaction that it is part of: those who hear of it look. */
  #tell(event: StoreEvent): void {
    if (this.#told.push(event) > 1) return;
    setImmediate(() => {
      for (const told of this.#told.splice(0)) this.#options.tell(told);
    });
  }
}
