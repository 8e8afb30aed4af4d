import { resolve } from 'node:path';
import { DocktopusError } from '@docktopus/core';
import type {
  AcceptedJob,
  CancelOutcome,
  ConsumeSpec,
  Consumption,
  FireOutcome,
  JobLogLine,
  JobStore,
  Lease,
  NewJob,
  PageRequest,
  StateCount,
  StoreCapabilities,
  StoredError,
  StoredJob,
  StoreEvent,
  StoreFilter,
  StoreHost,
  StorePage,
} from '@docktopus/runner/durable';
import { Subject } from 'rxjs';
import { DatabaseFile } from './database-file.ts';
import { findDriver } from './driver/find-driver.ts';
import { writeFailure } from './driver/sql-failure.ts';
import { openDatabase } from './open-database.ts';
import { SqliteJobs } from './sqlite-jobs.ts';
import type { SqliteQueueOptions } from './sqlite-options.ts';

/** Durable jobs in one file. */
export class SqliteStore implements JobStore {
  readonly capabilities: StoreCapabilities;
  readonly #options: SqliteQueueOptions;
  readonly #events = new Subject<StoreEvent>();
  readonly events$ = this.#events.asObservable();
  #path: string;
  /** Set from the call of `open()` to that of `close()`. */
  #opening: Promise<SqliteJobs> | undefined;
  #jobs: SqliteJobs | undefined;
  #closed: Promise<void> = Promise.resolve();

  constructor(options: SqliteQueueOptions) {
    this.#options = options;
    this.#path = options.path ?? 'jobs.db';
    this.capabilities = {
      survives: options.durability === 'kill' ? 'kill' : 'power-loss',
      reach: options.processes === 'many' ? 'host' : 'process',
      features: new Set(['keys', 'key-concurrency', 'rate', 'key-rate', 'affinity'] as const),
    };
  }

  get name(): string {
    return `sqlite ${this.#path}`;
  }

  async open(host: StoreHost): Promise<void> {
    if (this.#opening !== undefined)
      throw new DocktopusError('queue.invalid', { operation: 'sqliteQueue', reason: 'it is open already' });
    const opening = this.#closed.catch(() => undefined).then(() => this.#open(host));
    this.#opening = opening;
    try {
      const jobs = await opening;
      if (this.#opening !== opening) throw this.#notOpen('it was closed while it was opened');
      this.#jobs = jobs;
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  submit(jobs: readonly NewJob[]): Promise<readonly AcceptedJob[]> {
    return this.#opened.submit(jobs);
  }

  consume(spec: ConsumeSpec, run: (lease: Lease) => Promise<void>): Consumption {
    return this.#opened.consume(spec, run);
  }

  async get(id: string): Promise<StoredJob | undefined> {
    return this.#opened.get(id);
  }

  async log(id: string, after: number, limit: number): Promise<readonly JobLogLine[]> {
    return this.#opened.log(id, after, limit);
  }

  async list(filter: StoreFilter, page: PageRequest): Promise<StorePage> {
    return this.#opened.list(filter, page);
  }

  async counts(): Promise<readonly StateCount[]> {
    return this.#opened.counts();
  }

  cancel(id: string, error: StoredError): Promise<CancelOutcome> {
    return this.#opened.cancel(id, error);
  }

  redrive(filter: StoreFilter): Promise<number> {
    return this.#opened.redrive(filter);
  }

  remove(filter: StoreFilter): Promise<number> {
    return this.#opened.remove(filter);
  }

  pause(job: string | undefined, paused: boolean): Promise<void> {
    return this.#opened.pause(job, paused);
  }

  fire(name: string, tick: number, job: NewJob | undefined): Promise<FireOutcome> {
    return this.#opened.fire(name, tick, job);
  }

  close(): Promise<void> {
    const opening = this.#opening;
    if (opening === undefined) return this.#closed;
    this.#opening = undefined;
    this.#jobs = undefined;
    this.#closed = opening.then(
      (jobs) => jobs.close(),
      () => undefined,
    );
    return this.#closed;
  }

  /** For tests: lets go of the file as the system does when a process is killed. */
  crash(): void {
    this.#jobs?.crash();
    this.#opening = undefined;
    this.#jobs = undefined;
  }

  async #open({ dataDir, log, retention, maxLogBytes }: StoreHost): Promise<SqliteJobs> {
    const { driver: wanted, processes, durability = 'power-loss', allowVolatile = false } = this.#options;
    const path = resolve(this.#options.path ?? `${dataDir}/jobs.db`);
    this.#path = path;
    const driver = await findDriver(wanted);
    const shared = processes === 'many';
    const database = await openDatabase({ path, driver, shared, survives: durability, allowVolatile });
    return new SqliteJobs(database, {
      shared,
      log,
      retention,
      maxLogBytes,
      file: new DatabaseFile(path, log),
      failed: (error) => writeFailure(error, path),
      tell: (event) => this.#events.next(event),
    });
  }

  get #opened(): SqliteJobs {
    if (this.#jobs !== undefined) return this.#jobs;
    throw this.#notOpen('the store is not open');
  }

  #notOpen(reason: string): DocktopusError {
    return new DocktopusError('queue.unavailable', {
      operation: this.name,
      reason,
      hint: 'It is open from the start of the runner until it has stopped',
    });
  }
}
