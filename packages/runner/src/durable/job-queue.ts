import { DocktopusError } from '@docktopus/core';
import { checkOptions } from '@docktopus/core/kit';
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
import type { JobId } from '../job/index.ts';
import type { JobFilter, JobListOptions } from './job-filter.ts';
import { type JobRecord, jobRecord } from './job-record.ts';
import { hasEnded, type JobState } from './job-state.ts';
import type { CancelOutcome, JobStore, StoreEvent } from './job-store.ts';
import {
  checkedCallId,
  checkedFilter,
  checkedJob,
  checkListOptions,
  ENDED_OPTIONS,
  LOG_OPTIONS,
  storeFilter,
} from './queue-arguments.ts';
import { storedError } from './stored-error.ts';
import type { JobLogLine } from './stored-job.ts';

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

/**
 * The durable jobs of a runner, from any machine that has its store. Each call rejects with DocktopusError `job.invalid`
 * for arguments that are not of its types or out of range.
 */
export class JobQueue {
  readonly #store: () => JobStore;

  /** @param store @throws DocktopusError when it is not open. */
  constructor(store: () => JobStore) {
    this.#store = store;
  }

  /** A job by its id; `undefined` when there is none, or it is kept no longer. */
  async get(id: string): Promise<JobRecord | undefined> {
    const stored = await this.#store().get(checkedCallId(id, 'queue.get'));
    return stored && jobRecord(stored);
  }

  /** Jobs, newest first, in pages. */
  async list(options: JobListOptions = {}): Promise<JobPage> {
    checkListOptions(options);
    const { limit = 100, cursor, ...jobs } = options;
    const page = await this.#store().list(storeFilter(jobs), { limit, cursor });
    return { jobs: page.jobs.map(jobRecord), cursor: page.cursor };
  }

  /** How many jobs are in each state: of one job, or of all. */
  async counts(jobId?: JobId): Promise<JobCounts> {
    if (jobId !== undefined) checkedJob(jobId);
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
  async cancel(id: string, reason = 'the job was cancelled'): Promise<CancelOutcome> {
    const { message } = storedError(reason);
    return this.#store().cancel(checkedCallId(id, 'queue.cancel'), { code: 'job.cancelled', message });
  }

  /**
   * Queues dead and done jobs again: one by its id, or all that a filter means. A dead one goes on behind the steps that
   * it remembers, a done one begins again. @returns how many.
   */
  async redrive(which: string | JobFilter): Promise<number> {
    const filter = typeof which === 'string' ? { ids: [checkedCallId(which, 'queue.redrive')] } : which;
    return this.#store().redrive(checkedFilter(filter, 'queue.redrive'));
  }

  /** Forgets a job that does not run. @returns whether it was there. */
  async remove(id: string): Promise<boolean> {
    return (await this.#store().remove({ ids: [checkedCallId(id, 'queue.remove')] })) > 0;
  }

  /** Forgets all ended jobs that a filter means, and those in the states that it names. @returns how many. */
  async purge(which: JobFilter): Promise<number> {
    const { states = ['done', 'dead', 'cancelled'], ...rest } = checkedFilter(which, 'queue.purge');
    return this.#store().remove({ ...rest, states });
  }

  /** Starts no more jobs, on any machine: of one job, or of all. What runs goes on, and more is accepted. */
  async pause(jobId?: JobId): Promise<void> {
    await this.#store().pause(jobId === undefined ? undefined : checkedJob(jobId), true);
  }

  async resume(jobId?: JobId): Promise<void> {
    await this.#store().pause(jobId === undefined ? undefined : checkedJob(jobId), false);
  }

  /** The lines of a job's log after line `after`, oldest first; at most `limit`. */
  async log(
    id: string,
    options: { readonly after?: number | undefined; readonly limit?: number | undefined } = {},
  ): Promise<readonly JobLogLine[]> {
    checkOptions(options, LOG_OPTIONS, 'queue.log', undefined, 'job.invalid');
    const { after = 0, limit = 1000 } = options;
    return this.#store().log(checkedCallId(id, 'queue.log'), after, limit);
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
    options: { readonly timeoutMs?: number | undefined } = {},
  ): Promise<JobRecord | undefined> {
    checkOptions(options, ENDED_OPTIONS, 'queue.ended', undefined, 'job.invalid');
    const { timeoutMs } = options;
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

function unknownJob(id: string): DocktopusError {
  return new DocktopusError('job.unknown', {
    operation: 'queue',
    subject: id,
    reason: 'there is no job of this id, or it is kept no longer',
  });
}
