import { DocktopusError } from '@docktopus/core';
import {
  filter,
  firstValueFrom,
  interval,
  map,
  merge,
  type Observable,
  race,
  startWith,
  take,
  timer,
} from 'rxjs';
import { type JobId, storableText } from '../job/index.ts';
import { type JobRecord, jobRecord } from './job-record.ts';
import { hasEnded, type JobState } from './job-state.ts';
import type { CancelOutcome, JobStore, StoreEvent, StoreFilter } from './job-store.ts';
import type { JobLogLine } from './stored-job.ts';

/** Which jobs are meant; all of what is given has to hold. */
export interface JobFilter {
  readonly ids?: readonly string[] | undefined;
  readonly state?: JobState | readonly JobState[] | undefined;
  readonly jobId?: JobId | undefined;
  readonly key?: string | undefined;
  /** Those that wait because a worker could not read their bodies. */
  readonly refused?: boolean | undefined;
  readonly affinity?: string | undefined;
  /** Those that ended before: milliseconds since 1970. */
  readonly endedBefore?: number | undefined;
}

/** Which jobs `queue.list()` lists, and from where on. */
export interface JobListOptions extends JobFilter {
  /** From 1 to 1000. @default 100 */
  readonly limit?: number | undefined;
  /** Of the page before. */
  readonly cursor?: string | undefined;
}

/** One page of jobs, and where the next one begins. */
export interface JobPage {
  /** Newest first. */
  readonly jobs: readonly JobRecord[];
  /** Of the next page; `undefined` on the last one. */
  readonly cursor: string | undefined;
}

/** How many jobs are in each state. */
export type JobCounts = Readonly<Record<JobState, number>>;

/** Jobs of one id in one state that may run on the same hosts. */
export interface JobTally {
  readonly jobId: JobId;
  readonly state: JobState;
  /** The host whose workers alone may run them; `undefined` when any may. */
  readonly affinity: string | undefined;
  readonly count: number;
}

/** Hints of stores may be missing, so a watched job is looked at this often without one. */
const LOOK_EVERY_MS = 2000;

/** The durable jobs of a runner, from any machine that has its store. */
export class JobQueue {
  readonly #store: () => JobStore;

  /** @param store @throws DocktopusError when it is not open. */
  constructor(store: () => JobStore) {
    this.#store = store;
  }

  /** A job by its id; `undefined` when there is none, or it is kept no longer. */
  async get(id: string): Promise<JobRecord | undefined> {
    const stored = await this.#store().get(id);
    return stored && jobRecord(stored);
  }

  /** Jobs, newest first, in pages. */
  async list({ limit = 100, cursor, ...jobs }: JobListOptions = {}): Promise<JobPage> {
    const bounded = Math.min(1000, Math.max(1, Math.trunc(limit) || 1));
    const page = await this.#store().list(storeFilter(jobs), { limit: bounded, cursor });
    return { jobs: page.jobs.map(jobRecord), cursor: page.cursor };
  }

  /** How many jobs are in each state: of one job, or of all. */
  async counts(jobId?: JobId): Promise<JobCounts> {
    const counts = noJobs();
    for (const each of await this.tally()) {
      if (jobId === undefined || each.jobId === jobId) counts[each.state] += each.count;
    }
    return counts;
  }

  /** How many jobs are in each state, by job id. */
  async countsByJob(): Promise<ReadonlyMap<JobId, JobCounts>> {
    const counts = new Map<JobId, Record<JobState, number>>();
    for (const { jobId, state, count } of await this.tally()) {
      const ofJob = counts.get(jobId) ?? noJobs();
      ofJob[state] += count;
      counts.set(jobId, ofJob);
    }
    return counts;
  }

  /** How many jobs there are of each id, in each state, and for each host that they are bound to. */
  async tally(): Promise<readonly JobTally[]> {
    const counts = await this.#store().counts();
    return counts.map(({ job, ...rest }) => ({ jobId: JSON.parse(job) as JobId, ...rest }));
  }

  /**
   * Ends a job that waits, and asks a running one to end, on whatever machine it runs.
   *
   * @returns `'cancelling'` when it runs; `'ended'` when it had ended; `'unknown'` for an id that there is not.
   */
  cancel(id: string, reason = 'the job was cancelled'): Promise<CancelOutcome> {
    return this.#store().cancel(id, { code: 'job.cancelled', message: storableText(reason) });
  }

  /**
   * Queues dead and done jobs again: one by its id, or all that a filter means. A dead one goes on behind the steps that
   * it remembers, a done one begins again. @returns how many.
   */
  redrive(which: string | JobFilter): Promise<number> {
    return this.#store().redrive(typeof which === 'string' ? { ids: [which] } : storeFilter(which));
  }

  /** Forgets a job that does not run. @returns whether it was there. */
  async remove(id: string): Promise<boolean> {
    return (await this.#store().remove({ ids: [id] })) > 0;
  }

  /** Forgets all ended jobs that a filter means, and those in the states that it names. @returns how many. */
  purge(which: JobFilter): Promise<number> {
    const { states = ['done', 'dead', 'cancelled'], ...rest } = storeFilter(which);
    return this.#store().remove({ ...rest, states });
  }

  /** Starts no more jobs, on any machine: of one job, or of all. What runs goes on, and more is accepted. */
  pause(jobId?: JobId): Promise<void> {
    return this.#store().pause(jobId === undefined ? undefined : JSON.stringify(jobId), true);
  }

  resume(jobId?: JobId): Promise<void> {
    return this.#store().pause(jobId === undefined ? undefined : JSON.stringify(jobId), false);
  }

  /** The lines of a job's log after line `after`, oldest first; at most `limit`. */
  log(id: string, { after = 0, limit = 1000 } = {}): Promise<readonly JobLogLine[]> {
    return this.#store().log(id, after, limit);
  }

  /** Emits now and whenever something of the job may have changed. */
  changes(id: string): Observable<void> {
    const hints = this.#store().events$.pipe(
      filter((event: StoreEvent) => event.id === id || event.id === '*'),
    );
    return merge(hints, interval(LOOK_EVERY_MS)).pipe(
      map(() => undefined),
      startWith(undefined),
    );
  }

  /**
   * Waits until a job has ended.
   *
   * @param timeoutMs @default for as long as it takes
   * @returns the job; `undefined` when the time is up first.
   * @throws DocktopusError `job.unknown` for an id that there is not, or is kept no longer.
   */
  async ended(
    id: string,
    { timeoutMs }: { readonly timeoutMs?: number } = {},
  ): Promise<JobRecord | undefined> {
    const endsAt = performance.now() + (timeoutMs ?? Number.POSITIVE_INFINITY);
    for (;;) {
      const leftMs = endsAt - performance.now();
      // Listening begins before looking, so that nothing falls in between.
      const changed = firstValueFrom(
        race(this.#hint(id), timer(Math.min(LOOK_EVERY_MS, Math.max(0, leftMs)))),
      );
      const job = await this.get(id);
      if (job === undefined) throw unknownJob(id);
      if (hasEnded(job.state)) return job;
      if (leftMs <= 0) return undefined;
      await changed;
    }
  }

  #hint(id: string): Observable<unknown> {
    return this.#store().events$.pipe(
      filter((event) => (event.id === id || event.id === '*') && event.kind === 'state'),
      take(1),
    );
  }
}

function noJobs(): Record<JobState, number> {
  return { queued: 0, delayed: 0, running: 0, done: 0, dead: 0, cancelled: 0 };
}

function storeFilter({ ids, state, jobId, key, refused, affinity, endedBefore }: JobFilter): StoreFilter {
  return {
    ids,
    states: typeof state === 'string' ? [state] : state,
    job: jobId === undefined ? undefined : JSON.stringify(jobId),
    key,
    refused,
    affinity,
    endedBefore,
  };
}

function unknownJob(id: string): DocktopusError {
  return new DocktopusError('job.unknown', {
    operation: 'queue',
    subject: id,
    reason: 'there is no job of this id, or it is kept no longer',
  });
}
