import type { AcceptedJob, JobLogLine, NewJob, StoredJob } from '@docktopus/runner/durable';
import type { SqlRow, SqlValue } from './driver/sqlite-driver.ts';
import { DELAYED, JOB_COLUMNS, QUEUED, storedJob } from './sql-job.ts';
import type { Statements } from './statements.ts';

/** What is longer than this is kept apart from its job, which is written again each time that the job changes. */
const LARGE = 2048;

/** What to write into a job's row: the text, or nothing when it is large and is kept apart. */
export function inRow(text: string | undefined): string | null {
  return text === undefined || text.length > LARGE ? null : text;
}

/** How many plain jobs are one statement: the call into SQLite costs more than the job. */
const TOGETHER = 16;

const ADD_TOGETHER = `INSERT INTO jobs (id, job, state, priority, created, metadata, payload)
  VALUES ${Array(TOGETHER).fill(`(?, ?, ${QUEUED}, ?, ?, ?, ?)`).join()} ON CONFLICT DO NOTHING`;

/** Whether a job has nothing but what most jobs have, and no other job can be the same. */
function isPlain({ fresh, key, affinity, delayMs, deadlineAt, idempotency, payload }: NewJob): boolean {
  return (
    fresh &&
    delayMs <= 0 &&
    key === undefined &&
    affinity === undefined &&
    deadlineAt === undefined &&
    idempotency === undefined &&
    inRow(payload) !== null
  );
}

/** The jobs of a database, within transactions that others begin and end. */
export class JobTable {
  readonly #sql: Statements;
  readonly #names = new Map<string, number>();

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** The number of a job's id. */
  numberOf(job: string): number {
    let known = this.#names.get(job);
    if (known !== undefined) return known;
    this.#sql.run('INSERT INTO names (name) VALUES (?) ON CONFLICT DO NOTHING', job);
    known = Number(this.#sql.first('SELECT job FROM names WHERE name = ?', job)?.job);
    this.#names.set(job, known);
    return known;
  }

  /** A transaction that may have given numbers to ids has been undone. */
  forgetNumbers(): void {
    this.#names.clear();
  }

  /** Adds jobs in their order; plain ones many at a time. */
  addAll(jobs: readonly NewJob[]): readonly AcceptedJob[] {
    const accepted: AcceptedJob[] = [];
    for (let at = 0; at < jobs.length; ) {
      const together = jobs.slice(at, at + TOGETHER);
      if (together.length < TOGETHER || !together.every(isPlain)) {
        accepted.push(this.add(jobs[at] as NewJob));
        at += 1;
        continue;
      }
      this.#addPlain(together);
      for (const { id } of together) accepted.push({ id, outcome: 'accepted' });
      at += TOGETHER;
    }
    return accepted;
  }

  add(given: NewJob): AcceptedJob {
    const job = this.numberOf(given.job);
    const { idempotency, payload, delayMs } = given;
    const inserted = this.#sql.run(
      `INSERT INTO jobs (id, job, state, priority, key, affinity, due, created, deadline, idempotency, fingerprint,
        metadata, payload)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      given.id,
      job,
      delayMs > 0 ? DELAYED : QUEUED,
      given.priority,
      given.key ?? null,
      given.affinity ?? null,
      delayMs > 0 ? Date.now() + delayMs : null,
      Date.now(),
      given.deadlineAt ?? null,
      idempotency?.key ?? null,
      idempotency?.fingerprint ?? null,
      given.metadata,
      inRow(payload),
    );
    if (inserted === 0) return this.#known(given, job);
    if (inRow(payload) === null) this.keepLarge(this.seqOf(given.id) ?? 0, 'payload', payload);
    return { id: given.id, outcome: 'accepted' };
  }

  keepLarge(seq: number, kind: 'payload' | 'result', text: string): void {
    this.#sql.run(
      'INSERT INTO large (seq, kind, text) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text',
      seq,
      kind,
      text,
    );
  }

  seqOf(id: string): number | undefined {
    const row = this.#sql.first('SELECT seq FROM jobs WHERE id = ?', id);
    return row && Number(row.seq);
  }

  row(id: string): SqlRow | undefined {
    return this.#sql.first(`SELECT ${JOB_COLUMNS} FROM jobs WHERE jobs.id = ?`, id);
  }

  /** A job that is there. */
  ofRow(seq: number): StoredJob {
    const [row] = this.#sql.all(`SELECT ${JOB_COLUMNS} FROM jobs WHERE seq = ?`, seq);
    if (row === undefined) throw new Error(`no job has the row ${seq}`);
    return storedJob(row);
  }

  get(id: string): StoredJob | undefined {
    const row = this.row(id);
    return row && storedJob(row);
  }

  log(id: string, after: number, limit: number): readonly JobLogLine[] {
    const rows = this.#sql.all(
      'SELECT line, at, text FROM lines WHERE seq = (SELECT seq FROM jobs WHERE id = ?) AND line > ? ORDER BY line LIMIT ?',
      id,
      after,
      limit,
    );
    return rows.map(({ line, at, text }) => ({ line: Number(line), at: Number(at), text: String(text) }));
  }

  #addPlain(jobs: readonly NewJob[]): void {
    const values: SqlValue[] = [];
    const now = Date.now();
    for (const { id, job, priority, metadata, payload } of jobs)
      values.push(id, this.numberOf(job), priority, now, metadata, payload);
    this.#sql.run(ADD_TOGETHER, ...values);
  }

  /** The job that kept this one from being added: by its idempotency key, or by its id. */
  #known({ id, idempotency }: NewJob, job: number): AcceptedJob {
    const known =
      idempotency &&
      this.#sql.first(
        'SELECT id, fingerprint FROM jobs WHERE job = ? AND idempotency = ?',
        job,
        idempotency.key,
      );
    if (known === undefined) return { id, outcome: 'deduplicated' };
    const same = known.fingerprint === idempotency?.fingerprint;
    return { id: String(known.id), outcome: same ? 'deduplicated' : 'key-reused' };
  }
}
