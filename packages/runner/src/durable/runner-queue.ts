import { type DockerContext, DocktopusError, isDocktopusError } from '@docktopus/core';
import { delay } from '@docktopus/core/kit';
import type { JobRequest, JobResult } from '../job/index.ts';
import { type Backoff, backoff } from '../layers/index.ts';
import type { Logger } from '../log/index.ts';
import type { SharedSchedule, SubmittedCall } from '../producers/index.ts';
import type { BoundRouter } from '../router/index.ts';
import { DurableCall } from './durable-call.ts';
import { DurableWorker } from './durable-worker.ts';
import { JobQueue } from './job-queue.ts';
import type { JobStore } from './job-store.ts';
import type { QueueSettings } from './queue-options.ts';
import { QueueSchedule } from './queue-schedule.ts';
import { checkFeatures } from './required-features.ts';
import type { StoreLife } from './store-life.ts';
import type { NewJob } from './stored-job.ts';
import { newJob, newJobs, type SubmittedJob, submittedJob } from './submit-jobs.ts';

/** What a result says of its call, and the message of its error. */
const FACTS_BYTES = 64 * 1024;

export interface RunnerQueueParts {
  readonly store: JobStore;
  readonly settings: QueueSettings;
  readonly router: BoundRouter;
  readonly log: Logger;
  /** The same store, which may have been opened before. */
  readonly life: StoreLife;
  /** Those that jobs make containers through. */
  readonly contexts: readonly DockerContext[];
  /** @param kept whether the calls of {@link deliveriesOf} have been kept. */
  publish(result: JobResult, kept: boolean): void;
  /** The calls that deliver the result of a job. */
  deliveriesOf(result: JobResult): readonly JobRequest[];
  /** Where a call's state can be asked for over HTTP, if it can. */
  readonly location?: ((callId: string) => string) | undefined;
}

/** The durable jobs of a runner: its store from open to closed, and the way into it. */
export class RunnerQueue {
  readonly queue: JobQueue;
  readonly worker: DurableWorker | undefined;
  readonly #parts: RunnerQueueParts;
  #state: 'new' | 'open' | 'closed' = 'new';

  /** @throws DocktopusError `queue.unsupported` when a job needs what the store cannot do. */
  constructor(parts: RunnerQueueParts) {
    const { store, settings, router } = parts;
    checkFeatures(router.jobs, store);
    this.#parts = parts;
    this.queue = new JobQueue(() => this.#store);
    const any = router.jobs.some(({ options }) => options.durable === true);
    const follow = (result: JobResult) => this.#follow(result);
    this.worker = settings.work && any ? new DurableWorker({ ...parts, follow }) : undefined;
  }

  /** @throws DocktopusError `queue.…` when the store cannot keep what it promises. */
  async open(): Promise<void> {
    await this.#parts.life.open();
    if (this.#state === 'new') this.#state = 'open';
  }

  /**
   * Keeps calls of durable jobs, all or none of them; but one whose idempotency key is another body's does not keep the
   * others from being kept.
   *
   * @throws DocktopusError `job.…` for what cannot be one, `job.key-reused`, `queue.unavailable`, `queue.full`
   */
  async submit(requests: readonly JobRequest[]): Promise<readonly SubmittedJob[]> {
    const store = this.#store;
    const { router, settings } = this.#parts;
    const { payloadBytes } = settings.limits;
    const accepted = await store.submit(await newJobs(router, requests, payloadBytes));
    return accepted.map((job, index) => submittedJob(job, requests[index]?.jobId, accepted.length - 1));
  }

  /** The same for one call whose end is waited for. @throws DocktopusError as {@link submit} */
  async call(request: JobRequest): Promise<SubmittedCall> {
    const [job] = await this.submit([request]);
    if (job === undefined) throw new Error('a store did not answer for a job');
    const { location } = this.#parts;
    return new DurableCall(job, { queue: this.queue, cancel: request.signal, location: location?.(job.id) });
  }

  /**
   * The same, as soon as the store is there.
   *
   * @throws DocktopusError as {@link submit} but for `queue.unavailable` and `queue.full`; the signal's reason.
   */
  callWhenThere(request: JobRequest, signal: AbortSignal): Promise<SubmittedCall> {
    return this.#whenThere(() => this.call(request), signal);
  }

  /** The schedule of a durable job, which all processes that share the store give the same name. */
  schedule(name: string, signal: AbortSignal): SharedSchedule {
    const { router } = this.#parts;
    return new QueueSchedule({
      name,
      store: () => this.#store,
      newJob: async (request) => newJob(router, request, this.payloadBytes),
      whenThere: (work) => this.#whenThere(work, signal),
    });
  }

  async #whenThere<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const waitMs: Backoff = backoff();
    for (let attempt = 1; ; attempt += 1) {
      try {
        const value = await work();
        if (attempt > 1) this.#parts.log.info('the producer goes on: its call is kept');
        return value;
      } catch (error) {
        if (!isDocktopusError(error, 'queue.unavailable', 'queue.full')) throw error;
        if (attempt === 1) this.#parts.log.warn('a producer waits: its call cannot be kept', { err: error });
        await delay(waitMs(attempt), signal);
      }
    }
  }

  /** A result has the metadata of its call besides its own body. */
  async #follow(result: JobResult): Promise<readonly NewJob[]> {
    const { router, settings, deliveriesOf } = this.#parts;
    const { payloadBytes, resultBytes } = settings.limits;
    const maxBytes = payloadBytes + resultBytes + FACTS_BYTES;
    return newJobs(router, deliveriesOf(result), maxBytes);
  }

  /** How long the body of a call may be. */
  get payloadBytes(): number {
    return this.#parts.settings.limits.payloadBytes;
  }

  /** Closes the store, also one whose opening the runner no longer waits for. */
  async close(): Promise<void> {
    this.#state = 'closed';
    await this.#parts.life.close();
  }

  get #store(): JobStore {
    if (this.#state === 'open') return this.#parts.store;
    throw new DocktopusError('runner.state', {
      operation: 'runner.queue',
      reason: 'the store is not open: it is between the start of the runner and its stop',
    });
  }
}
