import type { Ending } from '@docktopus/core/kit';
import type { Observable } from 'rxjs';
import type { Logger } from '../log/index.ts';
import type { JobState } from './job-state.ts';
import type {
  AcceptedJob,
  JobLogLine,
  JobProgress,
  NewJob,
  Refusal,
  StoredError,
  StoredJob,
} from './stored-job.ts';

/**
 * Where durable jobs are kept. The store owns claiming, leases and stalls; the runner owns what a handler sees:
 * validation, scope, time, the reason of its signal, results.
 *
 * Every store passes one contract: see `@docktopus/testing/job-store`.
 */
export interface JobStore {
  /** Its name in logs and errors: `'sqlite /data/jobs.db'`. */
  readonly name: string;
  readonly capabilities: StoreCapabilities;
  /**
   * Opens it and checks what it promises.
   *
   * @throws DocktopusError `queue.…` when it cannot keep what it promises, saying what to change.
   */
  open(host: StoreHost): Promise<void>;
  /**
   * Keeps jobs, all or none of them; resolves when they survive what {@link StoreCapabilities.survives} says.
   *
   * @throws DocktopusError `queue.unavailable`, `queue.full`
   */
  submit(jobs: readonly NewJob[]): Promise<readonly AcceptedJob[]>;
  /** Claims jobs for as long as there is room, and calls `run` with the lease of each. `run` must not reject. */
  consume(spec: ConsumeSpec, run: (lease: Lease) => Promise<void>): Consumption;
  get(id: string): Promise<StoredJob | undefined>;
  /** The lines of a job's log after line `after`, oldest first. */
  log(id: string, after: number, limit: number): Promise<readonly JobLogLine[]>;
  /** Newest first. */
  list(filter: StoreFilter, page: PageRequest): Promise<StorePage>;
  counts(): Promise<readonly StateCount[]>;
  /** Ends a job that waits, and asks a running one to end, wherever it runs. */
  cancel(id: string, error: StoredError): Promise<CancelOutcome>;
  /** Queues ended jobs again, with no failures. @returns how many. */
  redrive(filter: StoreFilter): Promise<number>;
  /** Forgets jobs that do not run. @returns how many. */
  remove(filter: StoreFilter): Promise<number>;
  /** Pauses or resumes claiming in all processes, for one job or for all. Running jobs go on. */
  pause(job: string | undefined, paused: boolean): Promise<void>;
  /**
   * Remembers that the schedule `name` has fired at `tick`, and keeps `job`, unless it has fired at that time or later
   * already. Without a job it only returns the earlier time.
   *
   * @returns when it last fired before, if ever.
   */
  fire(name: string, tick: number, job: NewJob | undefined): Promise<FireOutcome>;
  /** Hints that something has changed. They may be late, doubled or missing. */
  readonly events$: Observable<StoreEvent>;
  /** Writes everything that is still to be written, and closes. Leases that are not settled run out by themselves. */
  close(): Promise<void>;
}

/** What a blueprint may ask of a store. */
export type StoreFeature = 'keys' | 'key-concurrency' | 'rate' | 'key-rate' | 'affinity';

/** What a store can do beyond what every store has to. */
export interface StoreCapabilities {
  /** What an accepted job survives. */
  readonly survives: 'power-loss' | 'kill' | 'nothing';
  /** Who can share it, and over whom its limits hold. */
  readonly reach: 'process' | 'host' | 'cluster';
  readonly features: ReadonlySet<StoreFeature>;
}

/** What a store is opened in. */
export interface StoreHost {
  /** The setting `dataDir`. */
  readonly dataDir: string;
  readonly log: Logger;
  readonly retention: Retention;
  readonly maxLogBytes: number;
}

/** How long ended jobs are kept: until the first of both limits is reached. */
export interface Retention {
  readonly done: RetentionLimit;
  /** Of dead and cancelled jobs. */
  readonly dead: RetentionLimit;
}

/** How many ended jobs are kept, and for how long. */
export interface RetentionLimit {
  readonly ms: number;
  readonly count: number;
}

/** What a worker claims. */
export interface ConsumeSpec {
  /** Unique among all workers, past ones included. */
  readonly worker: string;
  readonly host: string;
  readonly jobs: readonly ConsumedJob[];
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  /** How often a lease may run out before the job is dead. */
  readonly maxStalls: number;
  /** How many more jobs the worker has room for. */
  free(): number;
}

/** A job that a worker has a handler for. The limits hold over the store's reach but for `perWorker`. */
export interface ConsumedJob {
  /** The job's id as JSON. */
  readonly job: string;
  readonly perJob: number | undefined;
  readonly perKey: number | undefined;
  readonly perWorker: number | undefined;
  readonly rate: StartRate | undefined;
  readonly keyRate: StartRate | undefined;
}

/** How many calls may start per time. */
export interface StartRate {
  readonly limit: number;
  readonly perMs: number;
}

/** A worker that claims. */
export interface Consumption {
  /** There may be room again. */
  wake(): void;
  /** Stops claiming. Resolves when no claim is under way; leases are still renewed. */
  stop(): Promise<void>;
}

/**
 * One attempt's right to run. Whatever it writes carries its token; what comes after it was lost changes nothing. The kit's
 * `OpenEnding` does what it has of an ending.
 */
export interface Lease extends Ending {
  readonly job: StoredJob;
  readonly token: string;
  /** What steps of earlier attempts came to, as JSON, by their names. */
  readonly remembered: ReadonlyMap<string, string>;
  /** `lease.lost` or `job.cancelled`, once the attempt is to end early. */
  readonly reason: unknown;
  /** @throws DocktopusError `lease.lost` */
  step(name: string, value: string): Promise<void>;
  /** @throws DocktopusError `lease.lost` */
  report(report: AttemptReport): Promise<void>;
  /** Ends the attempt. @returns whether the lease was still held: otherwise nothing has been written. */
  settle(outcome: AttemptOutcome): Promise<boolean>;
}

/** What a worker reports while an attempt runs. */
export interface AttemptReport {
  readonly progress?: JobProgress | undefined;
  readonly lines?: readonly Omit<JobLogLine, 'line'>[] | undefined;
}

/** How an attempt ended, as the runner decides. */
export type AttemptOutcome =
  /** `follow` are kept together with the end, or not at all where the store can. */
  | {
      readonly kind: 'done';
      readonly result: string | undefined;
      readonly follow?: readonly NewJob[] | undefined;
    }
  | { readonly kind: 'dead'; readonly error: StoredError; readonly follow?: readonly NewJob[] | undefined }
  | { readonly kind: 'cancelled'; readonly error: StoredError }
  /** Another attempt follows. */
  | { readonly kind: 'failed'; readonly error: StoredError; readonly afterMs: number }
  /** The same attempt goes on later. */
  | { readonly kind: 'later'; readonly afterMs: number }
  /** Given back as if it had not been claimed. */
  | { readonly kind: 'released'; readonly afterMs: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly afterMs: number };

/** Which jobs of a store are meant. */
export interface StoreFilter {
  readonly ids?: readonly string[] | undefined;
  readonly states?: readonly JobState[] | undefined;
  readonly job?: string | undefined;
  readonly key?: string | undefined;
  /** Those that a worker has given back because it could not read them. */
  readonly refused?: boolean | undefined;
  readonly affinity?: string | undefined;
  /** Those that ended before. */
  readonly endedBefore?: number | undefined;
}

/** Which page of a list is asked for. */
export interface PageRequest {
  readonly limit: number;
  /** Of the page before. */
  readonly cursor?: string | undefined;
}

/** One page of a store's jobs. */
export interface StorePage {
  readonly jobs: readonly StoredJob[];
  /** `undefined` on the last page. */
  readonly cursor: string | undefined;
}

/** Jobs of one id in one state that may run on the same hosts. */
export interface StateCount {
  readonly job: string;
  readonly state: JobState;
  /** The host whose workers alone may run them; `undefined` when any may. */
  readonly affinity: string | undefined;
  readonly count: number;
}

/** `'cancelling'`: it runs, and has been asked to end. */
export type CancelOutcome = 'cancelled' | 'cancelling' | 'ended' | 'unknown';

/** Whether this worker fired a tick of a schedule, or another one had; `previous` is the tick before. */
export interface FireOutcome {
  readonly fired: boolean;
  readonly previous: number | undefined;
}

/** News of one job, or of all jobs. */
export interface StoreEvent {
  /** `'*'`: any of them. */
  readonly id: string;
  readonly kind: 'state' | 'progress' | 'log';
}
