import { createHash } from 'node:crypto';
import { type NewJob, newCallId, type StoredJob } from '@docktopus/runner/durable';
import type { Job } from 'bullmq';
import {
  type BullData,
  type BullRows,
  type BullState,
  bullData,
  NO_ROWS,
  readRows,
  storedBullJob,
} from './bull-job.ts';
import { bullPriority } from './bull-priority.ts';
import type { BullQueueHandle, BullServer } from './bull-server.ts';

/** All jobs of one id that may run on one kind of host: a queue of BullMQ. */
export class BullLine {
  /** The job's id as JSON. */
  readonly job: string;
  readonly affinity: string | undefined;
  readonly queue: BullQueueHandle;
  readonly #server: BullServer;

  constructor(job: string, affinity: string | undefined, server: BullServer) {
    this.job = job;
    this.affinity = affinity;
    this.#server = server;
    this.queue = server.queue(lineName(job, affinity));
  }

  get name(): string {
    return this.queue.name;
  }

  /** Adds jobs, all of them or none. @returns the id that each has, and whether it was there before. */
  async add(jobs: readonly NewJob[]): Promise<readonly { id: string; known: BullData | undefined }[]> {
    const keyed = jobs.filter(({ key }) => key !== undefined);
    const turns =
      keyed.length === 0
        ? []
        : await this.#server.gate.turns(
            this.name,
            keyed.map(({ key }) => key as string),
          );
    let next = 0;
    const entries = jobs.map((given) => {
      const turn = given.key === undefined ? undefined : turns[next++];
      const nonce = given.fresh && given.idempotency === undefined ? undefined : newCallId();
      return { id: idOf(given), nonce, given, data: bullData(given, turn, nonce) };
    });
    const bulk = entries.map(({ id, given, data }) => ({
      name: 'job',
      data,
      opts: {
        jobId: id,
        priority: bullPriority(given.priority, data.turn),
        ...(given.delayMs > 0 && { delay: Math.ceil(given.delayMs) }),
      },
    }));
    const [only, ...others] = bulk;
    // One is one command; several are a transaction.
    if (only !== undefined && others.length === 0) await this.queue.add(only.name, only.data, only.opts);
    else await this.queue.addBulk(bulk);
    return Promise.all(entries.map(async ({ id, nonce }) => ({ id, known: await this.#known(id, nonce) })));
  }

  async get(id: string): Promise<{ readonly job: Job; readonly state: BullState } | undefined> {
    const job = (await this.queue.getJob(id)) as Job | undefined;
    if (job === undefined) return undefined;
    const state = (await this.queue.getJobState(id)) as BullState;
    // It may have ended between the two reads; what is read of it now is final.
    const hasJustEnded = (state === 'completed' || state === 'failed') && job.finishedOn === undefined;
    const again = hasJustEnded ? ((await this.queue.getJob(id)) as Job | undefined) : undefined;
    return { job: again ?? job, state };
  }

  async stored(id: string): Promise<StoredJob | undefined> {
    const found = await this.get(id);
    return found && storedBullJob(this.job, found.job, found.state, await this.rowsOf(found.job));
  }

  /** What attempts have written; nothing before the first. */
  async rowsOf(job: Job): Promise<BullRows> {
    return job.attemptsStarted > 0 ? await this.rows(job.id ?? '') : NO_ROWS;
  }

  async rows(id: string): Promise<BullRows> {
    const { logs } = await this.queue.getJobLogs(id);
    return readRows(logs);
  }

  /** BullMQ does not say that an id was there; whose nonce it has does. */
  async #known(id: string, nonce: string | undefined): Promise<BullData | undefined> {
    if (nonce === undefined) return undefined;
    const data = ((await this.queue.getJob(id)) as Job | undefined)?.data as BullData | undefined;
    return data === undefined || data.nonce === nonce ? undefined : data;
  }
}

/** The same idempotency key of the same job is the same id: BullMQ keeps it once. */
function idOf({ id, job, idempotency }: NewJob): string {
  return idempotency === undefined ? id : `once-${hashOf(`${job}\0${idempotency.key}`)}`;
}

/** A name that BullMQ takes, of whatever the job is called. */
export function lineName(job: string, affinity: string | undefined): string {
  const name = Buffer.from(job).toString('base64url');
  return affinity === undefined
    ? `job-${name}`
    : `job-${name}-on-${Buffer.from(affinity).toString('base64url')}`;
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27);
}
