import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { DockerContext } from '@docktopus/core';
import { Roster } from '@docktopus/core/kit';
import type { JobResult } from '../job/index.ts';
import type { RateLimit } from '../layers/index.ts';
import type { Logger } from '../log/index.ts';
import type { Producer, ProducerHost } from '../producers/index.ts';
import { type BoundJob, type BoundRouter, type DurableLimits, durableLimits } from '../router/index.ts';
import { JobContainers } from './job-containers.ts';
import type { ConsumedJob, Consumption, JobStore, Lease } from './job-store.ts';
import { type AttemptHost, LeasedAttempt } from './leased-attempt.ts';
import type { QueueSettings } from './queue-options.ts';
import type { NewJob } from './stored-job.ts';

const NO_LIMITS = durableLimits({});

/** What a worker needs besides its store. */
export interface WorkerParts {
  readonly store: JobStore;
  readonly settings: QueueSettings;
  readonly router: BoundRouter;
  readonly log: Logger;
  /** Those that the jobs make containers through. */
  readonly contexts: readonly DockerContext[];
  /** Hears of the final result of a job, once it has been kept. */
  publish(result: JobResult, kept: boolean): void;
  /** The jobs that deliver a result. */
  follow(result: JobResult): Promise<readonly NewJob[]>;
}

/** Runs the durable jobs of a store in the runner: the producer of their calls. */
export class DurableWorker implements Producer {
  readonly name: string;
  /** Unique among all workers there have ever been. */
  readonly worker = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  readonly #parts: WorkerParts;
  readonly #limits = new Map<string, DurableLimits>();
  readonly #containers: JobContainers;
  readonly #attempts = new Roster<Promise<unknown>>();
  /** Claimed, and without a place in the runner yet. */
  #arriving = 0;
  #waitsForRoom = false;
  #consumption: Consumption | undefined;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    const { store, contexts, log, settings } = parts;
    this.#containers = new JobContainers({ store, contexts, log, lookMs: settings.leaseMs });
    this.name = `queue ${parts.store.name}`;
    for (const { id, options } of parts.router.jobs) {
      if (options.durable === true) this.#limits.set(JSON.stringify(id), durableLimits(options));
    }
  }

  async run(host: ProducerHost): Promise<void> {
    const { store, settings } = this.#parts;
    const { leaseMs, heartbeatMs, maxStalls } = settings;
    const stopped = new Promise<void>((resolve) => {
      host.signal.addEventListener('abort', () => resolve(), { once: true });
      if (host.signal.aborted) resolve();
    });
    const spec = {
      worker: this.worker,
      host: settings.host ?? hostname(),
      jobs: this.#parts.router.jobs.filter(({ options }) => options.durable === true).map(consumedJob),
      leaseMs,
      heartbeatMs,
      maxStalls,
      free: () => this.#room(host),
    };
    this.#containers.open();
    const attempts: AttemptHost = {
      ...this.#parts,
      host,
      worker: this.worker,
      onArrived: () => {
        this.#arriving -= 1;
      },
    };
    const consumption = store.consume(spec, (lease) => this.#take(lease, attempts));
    this.#consumption = consumption;
    await stopped;
    await consumption.stop();
  }

  /** Resolves when every attempt has been settled. */
  async close(): Promise<void> {
    await Promise.all(this.#attempts);
    this.#containers.close();
  }

  /** How many jobs there is room for; once there is none, the store hears when there is again. */
  #room(host: ProducerHost): number {
    const room = Math.max(0, host.free - this.#arriving);
    if (room === 0 && !this.#waitsForRoom) {
      this.#waitsForRoom = true;
      void host.whenFree().then(() => {
        this.#waitsForRoom = false;
        this.#consumption?.wake();
      });
    }
    return room;
  }

  /** Never rejects. */
  async #take(lease: Lease, attempts: AttemptHost): Promise<void> {
    const { id, job } = lease.job;
    this.#arriving += 1;
    const attempt = new LeasedAttempt(lease, this.#limits.get(job) ?? NO_LIMITS, attempts);
    const running = this.#containers.during(id, () => attempt.run());
    const entry = this.#attempts.add(running);
    try {
      await running;
    } finally {
      this.#attempts.delete(entry);
      this.#consumption?.wake();
    }
  }
}

function consumedJob({ id, options }: BoundJob): ConsumedJob {
  const { concurrency, rate } = durableLimits(options);
  return {
    job: JSON.stringify(id),
    perJob: concurrency.perJob,
    perKey: concurrency.perKey,
    perWorker: concurrency.perWorker,
    rate: perSecond(rate.perJob),
    keyRate: perSecond(rate.perKey),
  };
}

function perSecond(rate: RateLimit | undefined): ConsumedJob['rate'] {
  return rate && { limit: rate.limit, perMs: rate.perMs ?? 1000 };
}
