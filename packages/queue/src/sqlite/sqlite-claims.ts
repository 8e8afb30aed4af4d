import type { Logger } from '@docktopus/runner';
import type {
  AttemptOutcome,
  AttemptReport,
  ConsumedJob,
  ConsumeSpec,
  Consumption,
  Lease,
  StoredError,
  StoredJob,
  StoreEvent,
} from '@docktopus/runner/durable';
import { type AttemptKey, type AttemptTable, type DoneAttempt, runningOf } from './attempt-table.ts';
import { ClaimTable } from './claim-table.ts';
import { isPassing } from './driver/sql-failure.ts';
import type { SqlRow } from './driver/sqlite-driver.ts';
import type { GroupCommit } from './group-commit.ts';
import type { JobTable } from './job-table.ts';
import { JoinedWrite } from './joined-write.ts';
import { SqliteConsumption } from './sqlite-consumption.ts';
import { type LeaseWrites, SqliteLease } from './sqlite-lease.ts';
import type { Statements } from './statements.ts';
import { WorkerBeats } from './worker-beats.ts';

export interface ClaimsParts {
  readonly sql: Statements;
  readonly jobs: JobTable;
  readonly attempts: AttemptTable;
  readonly commit: GroupCommit;
  /** Whether other processes claim as well. */
  readonly shared: boolean;
  readonly log: Logger;
  tell(event: StoreEvent): void;
}

/** How often a process that shares its file looks whether another one has written it. */
const LOOK_EVERY_MS = 50;
/** The wait before a failed write of an end, or a failed claim, is tried again. */
const AGAIN_MS = 250;

/** The workers of this process: what they claim, that they live, and what they write. */
export class SqliteClaims implements LeaseWrites {
  readonly #parts: ClaimsParts;
  readonly #table: ClaimTable;
  readonly #beats: WorkerBeats;
  readonly #done: JoinedWrite<DoneAttempt, boolean>;
  readonly #consumptions = new Set<SqliteConsumption>();
  #paused: ReadonlySet<string> | 'all' = new Set();
  #timer: NodeJS.Timeout | undefined;
  #looker: NodeJS.Timeout | undefined;
  #heart: NodeJS.Timeout | undefined;
  #version: unknown;
  #claimFails = false;
  #ended = false;

  constructor(parts: ClaimsParts) {
    this.#parts = parts;
    this.#table = new ClaimTable(parts.sql, parts.jobs);
    this.#beats = new WorkerBeats(parts.sql);
    this.#done = new JoinedWrite(parts.commit, (attempts) => parts.attempts.done(attempts, Date.now()));
    this.refresh();
    if (parts.shared) {
      this.#looker = setInterval(() => this.#look(), LOOK_EVERY_MS);
      this.#looker.unref();
    }
  }

  consume(spec: ConsumeSpec, run: (lease: Lease) => Promise<void>): Consumption {
    const { commit, shared } = this.#parts;
    const consumption = new SqliteConsumption(spec, run, () => commit.schedule());
    this.#consumptions.add(consumption);
    void commit
      .write(() => {
        if (shared) this.#beats.register(spec.worker, spec.host);
        else this.#takeOverAll(spec.maxStalls);
      })
      .catch((error: unknown) => this.#parts.log.error('a worker could not begin', { err: error }));
    if (shared) this.#heart ??= setInterval(() => this.#beat(), spec.heartbeatMs);
    return consumption;
  }

  /** Within a transaction: claims what there is room for. @returns what starts it once that is on disk. */
  claim(): () => void {
    const now = Date.now();
    let due = this.#table.queueDue(now);
    const started: (() => void)[] = [];
    for (const consumption of this.#consumptions) {
      let room = consumption.room;
      // All that one job may have would leave nothing for the others: the first round is for everybody.
      const jobs = consumption.inTurn().filter(({ job }) => this.#paused !== 'all' && !this.#paused.has(job));
      for (const share of [Math.ceil(room / Math.max(1, jobs.length)), Number.POSITIVE_INFINITY]) {
        for (const job of jobs) {
          if (room <= 0) break;
          const { leases, waitMs } = this.#claim(consumption, job, Math.min(room, share), now);
          room -= leases.length;
          for (const lease of leases) started.push(() => consumption.start(lease));
          if (Number.isFinite(waitMs)) due = Math.min(due ?? Number.POSITIVE_INFINITY, now + waitMs);
        }
        if (jobs.length < 2) break;
      }
    }
    this.#wakeAt(due);
    return () => {
      this.#claimFails = false;
      for (const start of started) start();
    };
  }

  /** Claims again in a moment: without that, queued jobs would wait for the next write, as after a full disk. */
  claimFailed(error: unknown): void {
    if (!this.#claimFails) this.#parts.log.error('no job can be claimed: it is tried again', { err: error });
    this.#claimFails = true;
    this.#wakeAt(Date.now() + AGAIN_MS);
  }

  /** What has been paused may have changed. */
  refresh(): void {
    const { sql } = this.#parts;
    const all = sql.first("SELECT value FROM settings WHERE name = 'paused'")?.value === 1;
    const names = sql.all('SELECT name FROM names WHERE paused = 1').map(({ name }) => String(name));
    this.#paused = all ? 'all' : new Set(names);
  }

  cancel(seq: number, error: StoredError): void {
    for (const { leases } of this.#consumptions) {
      for (const lease of leases) if (lease.key.seq === seq) lease.cancel(error);
    }
  }

  async step(lease: SqliteLease, name: string, value: string): Promise<boolean> {
    return this.#parts.commit.write(() => this.#parts.attempts.step(lease.key, name, value));
  }

  async report(lease: SqliteLease, report: AttemptReport): Promise<boolean> {
    const held = await this.#parts.commit.write(() => this.#parts.attempts.report(lease.key, report));
    const { id } = lease.job;
    if (report.progress !== undefined) this.#parts.tell({ id, kind: 'progress' });
    if (report.lines !== undefined) this.#parts.tell({ id, kind: 'log' });
    return held;
  }

  /** Tries again for as long as the disk has no room: what a job came to must not be lost with it. */
  async settle(lease: SqliteLease, outcome: AttemptOutcome): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const held = await this.#end(lease.key, outcome);
        lease.leave();
        this.#parts.tell({ id: lease.job.id, kind: 'state' });
        return held;
      } catch (error) {
        if (this.#ended || !isPassing(error)) throw error;
        if (attempt === 1) {
          this.#parts.log.error('the end of a job cannot be written, and is tried again', {
            callId: lease.job.id,
            err: error,
          });
        }
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  #end(key: AttemptKey, outcome: AttemptOutcome): Promise<boolean> {
    // Most attempts end so.
    if (outcome.kind === 'done' && outcome.follow === undefined)
      return this.#done.add({ seq: key.seq, token: key.token, result: outcome.result });
    return this.#parts.commit.write(() => this.#parts.attempts.settle(key, outcome, Date.now()));
  }

  async close(): Promise<void> {
    const { commit, shared } = this.#parts;
    this.#stop();
    if (!shared) return;
    // Others need not wait for these to be silent; what they still hold is another's at once.
    const gone = [...this.#consumptions].filter(({ leases }) => leases.size === 0);
    for (const { spec } of gone) commit.write(() => this.#beats.remove(spec.worker)).catch(() => undefined);
    commit.flush();
  }

  crash(): void {
    this.#stop();
  }

  #stop(): void {
    this.#ended = true;
    for (const consumption of this.#consumptions) void consumption.stop();
    clearTimeout(this.#timer);
    clearInterval(this.#looker);
    clearInterval(this.#heart);
  }

  #claim(consumption: SqliteConsumption, kind: ConsumedJob, room: number, now: number) {
    const { attempts } = this.#parts;
    const { rows, waitMs } = this.#table.claim(kind, consumption.spec, room, now);
    const leases: SqliteLease[] = [];
    for (const { seq, token, job } of rows) {
      const key = { seq, token };
      if (job.deadlineAt !== undefined && job.deadlineAt <= now) attempts.expire(key, now);
      else leases.push(this.#lease(job, key));
      this.#parts.tell({ id: job.id, kind: 'state' });
    }
    return { leases, waitMs };
  }

  #lease(job: StoredJob, key: AttemptKey): SqliteLease {
    const remembered =
      job.steps.length === 0 ? new Map<string, string>() : this.#parts.attempts.remembered(key.seq);
    return new SqliteLease(job, key, remembered, this);
  }

  #wakeAt(due: number | undefined): void {
    clearTimeout(this.#timer);
    if (due === undefined || this.#ended) return;
    const ms = Math.min(2 ** 31 - 1, Math.max(1, due - Date.now()));
    this.#timer = setTimeout(() => this.#parts.commit.schedule(), ms);
  }

  /** This process alone has the file: whatever runs and is not its own has lost its process. */
  #takeOverAll(maxStalls: number): void {
    const own = [...this.#consumptions].map(({ spec }) => spec.worker);
    const rows = runningOf(
      this.#parts.sql,
      'worker NOT IN (SELECT value FROM json_each(?))',
      JSON.stringify(own),
    );
    this.#stall(rows, maxStalls);
  }

  #stall(rows: readonly SqlRow[], maxStalls: number): void {
    this.#parts.attempts.stall(rows, maxStalls, Date.now());
    for (const { id } of rows) this.#parts.tell({ id: String(id), kind: 'state' });
  }

  /** Says that the workers of this process live, and takes over from those that do not say so any more. */
  #beat(): void {
    void this.#parts.commit
      .write(() => {
        for (const consumption of this.#consumptions) {
          if (this.#beats.beat(consumption.spec.worker)) continue;
          // Others took it for dead. It is not, but what it had is theirs.
          for (const lease of consumption.leases) {
            lease.lose();
            lease.leave();
          }
          this.#beats.register(consumption.spec.worker, consumption.spec.host);
        }
        this.#takeOverSilent();
      })
      .catch((error: unknown) => this.#parts.log.warn('leases could not be renewed', { err: error }));
  }

  #takeOverSilent(): void {
    const [first] = this.#consumptions;
    if (first === undefined) return;
    const { leaseMs, maxStalls } = first.spec;
    const own = new Set([...this.#consumptions].map(({ spec }) => spec.worker));
    for (const worker of this.#beats.silent(own, leaseMs, performance.now())) {
      this.#parts.log.warn('a worker is silent: its jobs are queued again', { worker });
      this.#stall(runningOf(this.#parts.sql, 'worker = ?', worker), maxStalls);
      this.#beats.remove(worker);
    }
  }

  /** Another process has written: there may be something to claim, to cancel, to tell of. */
  #look(): void {
    const { sql, commit } = this.#parts;
    const version = sql.first('PRAGMA data_version')?.data_version;
    if (version === this.#version) return;
    this.#version = version;
    this.refresh();
    for (const { leases } of this.#consumptions) if (leases.size > 0) this.#hearCancels();
    this.#parts.tell({ id: '*', kind: 'state' });
    commit.schedule();
  }

  #hearCancels(): void {
    const rows = this.#parts.sql.all(
      'SELECT seq, cancelling FROM jobs WHERE state = 2 AND cancelling IS NOT NULL',
    );
    for (const { seq, cancelling } of rows)
      this.cancel(Number(seq), JSON.parse(String(cancelling)) as StoredError);
  }
}
