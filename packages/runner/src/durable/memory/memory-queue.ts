import { Subject } from 'rxjs';
import { hasEnded } from '../job-state.ts';
import type {
  AttemptOutcome,
  AttemptReport,
  CancelOutcome,
  ConsumeSpec,
  Consumption,
  FireOutcome,
  JobStore,
  Lease,
  PageRequest,
  StateCount,
  StoreEvent,
  StoreFilter,
  StoreHost,
  StorePage,
} from '../job-store.ts';
import type { AcceptedJob, JobLogLine, NewJob, StoredError, StoredJob } from '../stored-job.ts';
import { MemoryClaims } from './memory-claims.ts';
import type { MemoryJob } from './memory-job.ts';
import { MemoryJobs } from './memory-jobs.ts';

/**
 * Durable jobs without the durability: in memory, for tests and to try things out. It shares its jobs with every runner
 * of the process that it is given to, and follows virtual time.
 */
export function memoryQueue(): MemoryQueue {
  return new MemoryQueue();
}

/** A store of durable jobs in memory, for tests. */
export class MemoryQueue implements JobStore {
  readonly name = 'memory';
  readonly capabilities = {
    survives: 'nothing',
    reach: 'process',
    features: new Set(['keys', 'key-concurrency', 'rate', 'key-rate', 'affinity'] as const),
  } as const;
  readonly #events = new Subject<StoreEvent>();
  readonly #jobs = new MemoryJobs();
  readonly #claims = new MemoryClaims(this.#jobs, {
    report: (job, report) => this.#report(job, report),
    settle: (job, outcome) => this.#settle(job, outcome),
    changed: (job) => this.#changed(job),
  });
  readonly #schedules = new Map<string, number>();
  readonly events$ = this.#events.asObservable();
  #maxLogBytes = Number.POSITIVE_INFINITY;
  #opened = 0;

  async open({ retention, maxLogBytes }: StoreHost): Promise<void> {
    this.#opened += 1;
    this.#jobs.retention = retention;
    this.#maxLogBytes = maxLogBytes;
  }

  async submit(jobs: readonly NewJob[]): Promise<readonly AcceptedJob[]> {
    return this.#accept(jobs);
  }

  consume(spec: ConsumeSpec, run: (lease: Lease) => Promise<void>): Consumption {
    return this.#claims.consume(spec, run);
  }

  async get(id: string): Promise<StoredJob | undefined> {
    return this.#jobs.get(id)?.stored();
  }

  async log(id: string, after: number, limit: number): Promise<readonly JobLogLine[]> {
    const lines = this.#jobs.get(id)?.lines ?? [];
    return lines.filter(({ line }) => line > after).slice(0, limit);
  }

  async list(filter: StoreFilter, page: PageRequest): Promise<StorePage> {
    return this.#jobs.page(filter, page);
  }

  async counts(): Promise<readonly StateCount[]> {
    return this.#jobs.counts();
  }

  async cancel(id: string, error: StoredError): Promise<CancelOutcome> {
    const job = this.#jobs.get(id);
    if (job === undefined) return 'unknown';
    if (hasEnded(job.state)) return 'ended';
    if (job.state === 'running') {
      job.cancelling = error;
      this.#claims.cancel(job, error);
      this.#changed(job);
      return 'cancelling';
    }
    job.error = error;
    this.#move(job, 'cancelled');
    return 'cancelled';
  }

  async redrive(filter: StoreFilter): Promise<number> {
    const jobs = this.#jobs.matching(filter).filter(({ state }) => state === 'dead' || state === 'done');
    for (const job of jobs) {
      job.redrive();
      this.#move(job, 'queued');
    }
    return jobs.length;
  }

  async remove(filter: StoreFilter): Promise<number> {
    const jobs = this.#jobs.matching(filter).filter(({ state }) => state !== 'running');
    for (const job of jobs) {
      this.#jobs.remove(job);
      this.#changed(job);
    }
    return jobs.length;
  }

  async pause(job: string | undefined, paused: boolean): Promise<void> {
    this.#jobs.pause(job, paused);
    this.#claims.look();
  }

  async fire(name: string, tick: number, job: NewJob | undefined): Promise<FireOutcome> {
    const previous = this.#schedules.get(name);
    if (job === undefined || (previous !== undefined && previous >= tick)) return { fired: false, previous };
    this.#schedules.set(name, tick);
    this.#accept([job]);
    return { fired: true, previous };
  }

  /** Leases of those who have not settled them run out. */
  async close(): Promise<void> {
    this.#opened -= 1;
    if (this.#opened <= 0) this.#claims.close();
  }

  /** For tests: as if the worker had been killed. Its leases are not renewed any more, and it claims nothing. */
  kill(worker: string): void {
    this.#claims.kill(worker);
  }

  #accept(jobs: readonly NewJob[]): readonly AcceptedJob[] {
    const accepted = jobs.map((given): AcceptedJob => {
      const known = this.#jobs.known(given);
      if (known !== undefined) {
        const same = known.given.idempotency?.fingerprint === given.idempotency?.fingerprint;
        return { id: known.given.id, outcome: same ? 'deduplicated' : 'key-reused' };
      }
      const job = this.#jobs.add(given);
      this.#move(job, given.delayMs > 0 ? 'delayed' : 'queued', given.delayMs);
      return { id: given.id, outcome: 'accepted' };
    });
    return accepted;
  }

  #report(job: MemoryJob, report: AttemptReport): void {
    job.report(report, this.#maxLogBytes);
    const kind = report.lines === undefined ? 'progress' : 'log';
    this.#events.next({ id: job.given.id, kind });
  }

  #settle(job: MemoryJob, outcome: AttemptOutcome): void {
    job.apply(outcome);
    if (outcome.kind === 'done' || outcome.kind === 'dead') {
      this.#move(job, outcome.kind);
      this.#accept(outcome.follow ?? []);
    } else if (outcome.kind === 'cancelled') this.#move(job, 'cancelled');
    else this.#move(job, outcome.afterMs > 0 ? 'delayed' : 'queued', outcome.afterMs);
  }

  #move(job: MemoryJob, state: MemoryJob['state'], afterMs = 0): void {
    this.#jobs.move(job, state, afterMs);
    this.#changed(job);
    this.#claims.look();
  }

  #changed(job: MemoryJob): void {
    this.#events.next({ id: job.given.id, kind: 'state' });
  }
}
