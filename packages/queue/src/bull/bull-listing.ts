import {
  checkedCursor,
  type JobState,
  type PageRequest,
  type StateCount,
  type StoredJob,
  type StoreFilter,
  type StorePage,
} from '@docktopus/runner/durable';
import type { Job, JobType } from 'bullmq';
import type { BullState } from './bull-job.ts';
import type { BullLine } from './bull-line.ts';
import type { BullLines } from './bull-lines.ts';
import type { BullServer } from './bull-server.ts';

/** Where BullMQ has the jobs of each state. Those that are cancelled while they wait stay there until their turn. */
const TYPES: Readonly<Record<JobState, readonly JobType[]>> = {
  queued: ['wait', 'prioritized'],
  delayed: ['delayed'],
  running: ['active'],
  done: ['completed'],
  dead: ['failed'],
  cancelled: ['failed', 'wait', 'prioritized', 'delayed'],
};
const ALL: readonly JobState[] = ['queued', 'delayed', 'running', 'done', 'dead', 'cancelled'];
/** The times of so many jobs are remembered whose ids do not tell them. */
const MOST_REMEMBERED = 20_000;
const AT_A_TIME = 50;
/** How many jobs are read at once: a server that is busy must still answer each in time. */
const MOST_READ = 500;
/** An id that begins with the time at which it was made. */
const TELLS_TIME = /^[0-9a-z]{8}-/;
/** With what the reason of a cancelled job begins, which BullMQ has among the failed ones. */
const CANCELLED = '{"as":"cancelled"';

interface Found {
  readonly line: BullLine;
  readonly id: string;
}

/** What jobs there are, over all lines. */
export class BullListing {
  readonly #lines: BullLines;
  readonly #server: Pick<BullServer, 'gate'>;
  /** When jobs were made whose ids do not tell it, as the beginning of a text that is ordered by it. */
  readonly #times = new Map<string, string>();

  constructor(lines: BullLines, server: Pick<BullServer, 'gate'>) {
    this.#lines = lines;
    this.#server = server;
  }

  /** Ids tell when they were made, so that a page reads only the jobs that it shows. */
  async page(filter: StoreFilter, { limit, cursor }: PageRequest): Promise<StorePage> {
    checkedCursor(cursor, TELLS_TIME);
    const found = await this.#find(filter);
    const order = await this.#orders(found);
    const sorted = found
      .map((each) => ({ ...each, at: order.get(each.id) ?? '' }))
      .filter(({ at }) => cursor === undefined || at < cursor)
      .sort((a, b) => (a.at < b.at ? 1 : -1));
    const jobs: StoredJob[] = [];
    let last: string | undefined;
    for (let from = 0; from < sorted.length && jobs.length <= limit; from += AT_A_TIME) {
      const some = sorted.slice(from, from + AT_A_TIME);
      const stored = await Promise.all(some.map(({ line, id }) => line.stored(id)));
      for (const [index, job] of stored.entries()) {
        if (job === undefined || !matches(job, filter)) continue;
        if (jobs.length === limit) return { jobs, cursor: last };
        jobs.push(job);
        last = some[index]?.at;
      }
    }
    return { jobs, cursor: undefined };
  }

  async counts(): Promise<readonly StateCount[]> {
    const counts: StateCount[] = [];
    for (const line of await this.#lines.all()) {
      const { job, affinity } = line;
      const found = await line.queue.getJobCounts(
        'wait',
        'prioritized',
        'delayed',
        'active',
        'completed',
        'failed',
      );
      const failed = found.failed ?? 0;
      const cancelled =
        failed > 0 ? Math.min(failed, await this.#server.gate.failedWith(line.name, CANCELLED)) : 0;
      counts.push(
        { job, affinity, state: 'queued', count: (found.wait ?? 0) + (found.prioritized ?? 0) },
        { job, affinity, state: 'delayed', count: found.delayed ?? 0 },
        { job, affinity, state: 'running', count: found.active ?? 0 },
        { job, affinity, state: 'done', count: found.completed ?? 0 },
        { job, affinity, state: 'dead', count: failed - cancelled },
        { job, affinity, state: 'cancelled', count: cancelled },
      );
    }
    return counts.filter(({ count }) => count > 0);
  }

  /** Does something with each job of a filter that is in one of `states`. @returns with how many. */
  async each(
    filter: StoreFilter,
    states: readonly JobState[],
    act: (line: BullLine, job: Job, state: JobState) => Promise<void>,
  ): Promise<number> {
    const wanted = states.filter((state) => filter.states === undefined || filter.states.includes(state));
    let count = 0;
    for (const { line, id } of await this.#find({ ...filter, states: wanted })) {
      const stored = await line.stored(id);
      if (stored === undefined || !wanted.includes(stored.state) || !matches(stored, filter)) continue;
      const found = await line.get(id);
      if (found === undefined) continue;
      await act(line, found.job, stored.state);
      count += 1;
    }
    return count;
  }

  async #find({ ids, states = ALL, job }: StoreFilter): Promise<readonly Found[]> {
    const lines = await this.#lines.all(job);
    const found = await Promise.all(
      lines.map(async (line) => {
        const there = ids === undefined ? await idsOf(line, states) : await thoseOf(line, ids);
        return there.map((id) => ({ line, id }));
      }),
    );
    return found.flat();
  }

  /** What ids are ordered by: their own time; where an id does not tell it, that of the job, which is read once. */
  async #orders(found: readonly Found[]): Promise<ReadonlyMap<string, string>> {
    if (this.#times.size > MOST_REMEMBERED) this.#times.clear();
    const unknown = found.filter(({ id }) => !TELLS_TIME.test(id) && !this.#times.has(id));
    for (let from = 0; from < unknown.length; from += MOST_READ) {
      const some = unknown.slice(from, from + MOST_READ);
      await Promise.all(
        some.map(async ({ line, id }) => {
          const at = ((await line.queue.getJob(id)) as Job | undefined)?.timestamp ?? 0;
          this.#times.set(id, `${at.toString(36).padStart(8, '0')}-${id}`);
        }),
      );
    }
    return new Map(found.map(({ id }) => [id, this.#times.get(id) ?? id]));
  }
}

async function idsOf(line: BullLine, states: readonly JobState[]): Promise<readonly string[]> {
  const types = [...new Set(states.flatMap((state) => TYPES[state]))];
  const ranges = await line.queue.backend.getRanges([...types], 0, -1, false);
  return [...new Set(ranges.flat().map(String))];
}

async function thoseOf(line: BullLine, ids: readonly string[]): Promise<readonly string[]> {
  const states = await Promise.all(ids.map((id) => line.queue.getJobState(id)));
  return ids.filter((_, index) => (states[index] as BullState) !== 'unknown');
}

function matches(job: StoredJob, { states, key, refused, affinity, endedBefore }: StoreFilter): boolean {
  return (
    (states === undefined || states.includes(job.state)) &&
    (key === undefined || job.key === key) &&
    (affinity === undefined || job.affinity === affinity) &&
    (refused === undefined || (job.refusals.length > 0 && job.endedAt === undefined) === refused) &&
    (endedBefore === undefined || (job.endedAt !== undefined && job.endedAt < endedBefore))
  );
}
