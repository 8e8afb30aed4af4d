import { createHash } from 'node:crypto';
import { DocktopusError } from '@docktopus/core';
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
import { JOB_NAME } from './bull-jobs.ts';
import { bullPriority } from './bull-priority.ts';
import type { BullAddition, BullQueueHandle, BullServer } from './bull-server.ts';
import { TurnBatch } from './turn-batch.ts';

/** What BullMQ keeps beside jobs, under names like theirs. */
const BULLS_OWN = new Set(
  'active wait waiting-children paused id delayed prioritized stalled-check completed failed stalled repeat limiter meta events pc marker de'.split(
    ' ',
  ),
);

/** A job on its way into a line. */
export interface LineAddition extends BullAddition {
  readonly line: BullLine;
  readonly given: NewJob;
  /** Tells whether it was this one that was kept, if another may have had its id. */
  readonly nonce: string | undefined;
}

/** All jobs of one id that may run on one kind of host: a queue of BullMQ. */
export class BullLine {
  /** The job's id as JSON. */
  readonly job: string;
  readonly affinity: string | undefined;
  readonly queue: BullQueueHandle;
  readonly #batch = new TurnBatch((jobs: readonly NewJob[]) => this.#addEach(jobs));
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

  /** Adds a job, or finds that one of its id is there. */
  async add(job: NewJob): Promise<LineAddition> {
    // One that BullMQ would refuse must not take along those that come in the same turn.
    idOf(job);
    return await this.#batch.add(job);
  }

  /** What to hand to BullMQ for jobs of this line. */
  async additions(jobs: readonly NewJob[]): Promise<readonly LineAddition[]> {
    const keys = jobs.flatMap(({ key }) => (key === undefined ? [] : [key]));
    const turns = keys.length === 0 ? [] : await this.#server.gate.turns(this.name, keys);
    let next = 0;
    return jobs.map((given) => {
      const turn = given.key === undefined ? undefined : turns[next++];
      const nonce = given.fresh && given.idempotency === undefined ? undefined : newCallId();
      return {
        line: this,
        given,
        nonce,
        queue: this.queue,
        data: bullData(given, turn, nonce),
        options: {
          jobId: idOf(given),
          priority: bullPriority(given.priority, turn),
          ...(given.delayMs > 0 && { delay: Math.ceil(given.delayMs) }),
        },
      };
    });
  }

  async #addEach(jobs: readonly NewJob[]): Promise<readonly LineAddition[]> {
    const additions = await this.additions(jobs);
    await this.queue.addBulk(additions.map(({ data, options: opts }) => ({ name: JOB_NAME, data, opts })));
    return additions;
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

  /** The data of a job that was there before. BullMQ does not say so; whose nonce it has does. */
  async known(id: string, nonce: string): Promise<BullData | undefined> {
    const data = ((await this.queue.getJob(id)) as Job | undefined)?.data as BullData | undefined;
    return data === undefined || data.nonce === nonce ? undefined : data;
  }
}

/** The same idempotency key of the same job is the same id: BullMQ keeps it once. */
function idOf({ id, job, idempotency }: NewJob): string {
  if (idempotency !== undefined) return `once-${hashOf(`${job}\0${idempotency.key}`)}`;
  if (!id.includes(':') && String(Number.parseInt(id, 10)) !== id && !BULLS_OWN.has(id)) return id;
  throw new DocktopusError('job.invalid', {
    operation: 'runner.submit',
    subject: job,
    reason: `id: got ${JSON.stringify(id)}, expected text that is not a whole number, has no ":" and is none of BullMQ's own names such as "wait"`,
    hint: `Put a word before it, as in "order-${id.replaceAll(':', '-')}", or use idempotencyKey, which may be any text`,
  });
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
