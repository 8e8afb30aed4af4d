import { hasEnded, type JobState } from '../job-state.ts';
import type {
  ConsumedJob,
  PageRequest,
  Retention,
  StateCount,
  StoreFilter,
  StorePage,
} from '../job-store.ts';
import { checkedCursor, NUMBER_CURSOR } from '../page-cursor.ts';
import type { NewJob } from '../stored-job.ts';
import { FairLine } from './fair-line.ts';
import { MemoryJob } from './memory-job.ts';

/** All jobs of a store in memory: by id, by idempotency key, and in the lines that they are claimed from. */
export class MemoryJobs {
  readonly #all = new Map<string, MemoryJob>();
  readonly #byKey = new Map<string, MemoryJob>();
  readonly #lines = new Map<string, FairLine<MemoryJob>>();
  readonly #delayed = new Set<MemoryJob>();
  readonly #running = new Set<MemoryJob>();
  readonly #paused = new Set<string | undefined>();
  readonly #dueAt = new Map<MemoryJob, number>();
  /** In the order in which they ended. */
  readonly #done = new Set<MemoryJob>();
  readonly #dead = new Set<MemoryJob>();
  #seq = 0;
  retention: Retention | undefined;

  get running(): ReadonlySet<MemoryJob> {
    return this.#running;
  }

  get(id: string): MemoryJob | undefined {
    return this.#all.get(id);
  }

  /** The job that `given` repeats. */
  known({ id, job, idempotency }: NewJob): MemoryJob | undefined {
    return this.#all.get(id) ?? (idempotency && this.#byKey.get(`${job} ${idempotency.key}`));
  }

  add(given: NewJob): MemoryJob {
    this.#seq += 1;
    const job = new MemoryJob(given, this.#seq);
    this.#all.set(given.id, job);
    if (given.idempotency !== undefined) this.#byKey.set(`${given.job} ${given.idempotency.key}`, job);
    return job;
  }

  remove(job: MemoryJob): void {
    this.#leave(job);
    this.#all.delete(job.given.id);
    const { idempotency } = job.given;
    if (idempotency !== undefined) this.#byKey.delete(`${job.given.job} ${idempotency.key}`);
  }

  /** Takes a job out of the state it is in and puts it in another. */
  move(job: MemoryJob, state: JobState, afterMs: number): void {
    this.#leave(job);
    job.state = state;
    if (state === 'running') this.#running.add(job);
    else job.token = undefined;
    if (state === 'queued') this.#line(job).add(job);
    else if (state === 'delayed') {
      job.dueAt = Date.now() + afterMs;
      this.#dueAt.set(job, performance.now() + afterMs);
      this.#delayed.add(job);
    } else if (hasEnded(state)) {
      job.endedAt = Date.now();
      this.#endedAs(state).add(job);
      this.#forgetOld();
    }
  }

  /** Queues what is due. @returns milliseconds until the next one is, `Infinity` without any. */
  queueDue(): number {
    const now = performance.now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const job of this.#delayed) {
      const inMs = (this.#dueAt.get(job) ?? now) - now;
      if (inMs <= 0) this.move(job, 'queued', 0);
      else nextMs = Math.min(nextMs, inMs);
    }
    return nextMs;
  }

  /** Takes the next job of a kind that a worker on `host` may run. */
  take(
    { job }: ConsumedJob,
    host: string,
    mayServe: (key: string | undefined) => boolean,
  ): MemoryJob | undefined {
    if (this.#paused.has(undefined) || this.#paused.has(job)) return undefined;
    for (const affinity of [host, undefined]) {
      const next = this.#lines.get(lineName(job, affinity))?.take(mayServe);
      if (next !== undefined) return next;
    }
    return undefined;
  }

  pause(job: string | undefined, paused: boolean): void {
    if (paused) this.#paused.add(job);
    else this.#paused.delete(job);
  }

  matching(filter: StoreFilter): MemoryJob[] {
    const from = filter.ids === undefined ? this.#all.values() : filter.ids.map((id) => this.#all.get(id));
    return [...from].filter((job) => job !== undefined && matches(job, filter)) as MemoryJob[];
  }

  page(filter: StoreFilter, { limit, cursor }: PageRequest): StorePage {
    const before = Number(checkedCursor(cursor, NUMBER_CURSOR) ?? Number.POSITIVE_INFINITY);
    const all = this.matching(filter).filter(({ seq }) => seq < before);
    const page = all.sort((a, b) => b.seq - a.seq).slice(0, limit);
    const last = all.length > limit ? page.at(-1) : undefined;
    return { jobs: page.map((job) => job.stored()), cursor: last && String(last.seq) };
  }

  counts(): readonly StateCount[] {
    const counts = new Map<string, StateCount & { count: number }>();
    for (const { state, given } of this.#all.values()) {
      const { job, affinity } = given;
      const name = `${state} ${lineName(job, affinity)}`;
      const count = counts.get(name) ?? { job, state, affinity, count: 0 };
      count.count += 1;
      counts.set(name, count);
    }
    return [...counts.values()];
  }

  #line({ given }: MemoryJob): FairLine<MemoryJob> {
    const name = lineName(given.job, given.affinity);
    const line = this.#lines.get(name) ?? new FairLine<MemoryJob>();
    this.#lines.set(name, line);
    return line;
  }

  #leave(job: MemoryJob): void {
    if (job.state === 'running') this.#running.delete(job);
    else if (job.state === 'queued') this.#line(job).remove(job);
    else if (job.state === 'delayed') {
      this.#delayed.delete(job);
      this.#dueAt.delete(job);
    } else this.#endedAs(job.state).delete(job);
  }

  #endedAs(state: JobState): Set<MemoryJob> {
    return state === 'done' ? this.#done : this.#dead;
  }

  #forgetOld(): void {
    if (this.retention === undefined) return;
    const { done, dead } = this.retention;
    const now = Date.now();
    for (const [jobs, { ms, count }] of [
      [this.#done, done],
      [this.#dead, dead],
    ] as const) {
      for (const job of jobs) {
        if (jobs.size <= count && (job.endedAt ?? now) >= now - ms) break;
        this.remove(job);
      }
    }
  }
}

function lineName(job: string, affinity: string | undefined): string {
  return affinity === undefined ? job : `${job} ${affinity}`;
}

function matches({ state, given, refusals, endedAt }: MemoryJob, filter: StoreFilter): boolean {
  const { states, job, key, refused, affinity, endedBefore } = filter;
  return (
    (states === undefined || states.includes(state)) &&
    (job === undefined || given.job === job) &&
    (key === undefined || given.key === key) &&
    (affinity === undefined || given.affinity === affinity) &&
    (refused === undefined || (refusals.length > 0 && !hasEnded(state)) === refused) &&
    (endedBefore === undefined || (endedAt !== undefined && endedAt < endedBefore))
  );
}
