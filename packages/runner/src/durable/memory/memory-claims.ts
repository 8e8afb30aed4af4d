import { randomUUID } from 'node:crypto';
import type { ConsumedJob, ConsumeSpec, Consumption, Lease } from '../job-store.ts';
import { expiredError, stalledError } from '../lease-errors.ts';
import type { StoredError } from '../stored-job.ts';
import { MemoryConsumption } from './memory-consumption.ts';
import type { MemoryJob } from './memory-job.ts';
import type { MemoryJobs } from './memory-jobs.ts';
import { type LeaseOwner, MemoryLease } from './memory-lease.ts';
import { StartRates } from './start-rates.ts';

/** What claims do to their store besides what leases do. */
export interface ClaimsOwner extends LeaseOwner {
  changed(job: MemoryJob): void;
}

/** Hands jobs to workers: who may have which, for how long, and what happens when a lease is not renewed. */
export class MemoryClaims {
  readonly #jobs: MemoryJobs;
  readonly #owner: ClaimsOwner;
  readonly #consumptions = new Set<MemoryConsumption>();
  readonly #rates = new StartRates();
  #looking = false;
  #timer: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(jobs: MemoryJobs, owner: ClaimsOwner) {
    this.#jobs = jobs;
    this.#owner = owner;
  }

  consume(spec: ConsumeSpec, run: (lease: Lease) => Promise<void>): Consumption {
    const consumption = new MemoryConsumption(spec, run, () => this.look());
    this.#consumptions.add(consumption);
    this.look();
    return consumption;
  }

  /** Something has changed that may let a job start: looks once for all that changes in this turn. */
  look(): void {
    if (this.#looking) return;
    this.#looking = true;
    queueMicrotask(() => {
      this.#looking = false;
      this.#claimAll();
    });
  }

  cancel(job: MemoryJob, error: StoredError): void {
    this.#leaseOf(job)?.cancel(error);
  }

  kill(worker: string): void {
    for (const consumption of this.#consumptions) {
      if (consumption.spec.worker === worker) consumption.kill();
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
    this.#consumptions.clear();
  }

  #claimAll(): void {
    let waitMs = this.#jobs.queueDue();
    for (const consumption of [...this.#consumptions]) {
      for (let found = true; found && consumption.claims; ) {
        found = false;
        for (const job of consumption.inTurn()) {
          const claim = consumption.claims ? this.#claim(consumption, job) : undefined;
          if (typeof claim === 'number') waitMs = Math.min(waitMs, claim);
          else if (claim !== undefined) found = true;
        }
      }
    }
    clearTimeout(this.#timer);
    if (waitMs < Number.POSITIVE_INFINITY)
      this.#timer = setTimeout(() => this.#claimAll(), Math.max(1, waitMs));
  }

  /** @returns the job that was started; milliseconds until a rate allows the next one. */
  #claim(consumption: MemoryConsumption, kind: ConsumedJob): MemoryJob | number | undefined {
    const { worker, host } = consumption.spec;
    const running = [...this.#jobs.running].filter(({ given }) => given.job === kind.job);
    const mine = running.filter((job) => job.worker === worker);
    if (running.length >= (kind.perJob ?? Number.POSITIVE_INFINITY)) return undefined;
    if (mine.length >= (kind.perWorker ?? Number.POSITIVE_INFINITY)) return undefined;
    let waitMs = Number.POSITIVE_INFINITY;
    const job = this.#jobs.take(kind, host, (key) => {
      if (key !== undefined && kind.perKey !== undefined) {
        if (running.filter(({ given }) => given.key === key).length >= kind.perKey) return false;
      }
      const keyWaitMs = this.#rates.waitMs(kind, key);
      if (keyWaitMs > 0) waitMs = Math.min(waitMs, keyWaitMs);
      return keyWaitMs === 0;
    });
    if (job === undefined) return Number.isFinite(waitMs) ? waitMs : undefined;
    const { deadlineAt } = job.given;
    if (deadlineAt !== undefined && deadlineAt <= Date.now()) {
      this.#owner.settle(job, { kind: 'dead', error: expiredError() });
      return job;
    }
    this.#rates.take(kind, job.key);
    this.#start(consumption, job);
    return job;
  }

  #start(consumption: MemoryConsumption, job: MemoryJob): void {
    this.#jobs.move(job, 'running', 0);
    job.token = randomUUID();
    job.worker = consumption.spec.worker;
    job.startedAt = Date.now();
    job.attempt = job.failures + 1;
    const lease = new MemoryLease(job, job.token, this.#owner);
    this.#heartbeat ??= setInterval(() => this.#beat(), consumption.spec.heartbeatMs);
    this.#owner.changed(job);
    // The next job is another worker's first.
    this.#consumptions.delete(consumption);
    this.#consumptions.add(consumption);
    consumption.start(job, lease);
  }

  /** Renews the leases of the living, and ends those that are not renewed. */
  #beat(): void {
    const now = performance.now();
    for (const consumption of this.#consumptions) {
      const { leaseMs, maxStalls } = consumption.spec;
      for (const [job, lease] of consumption.leases) {
        if (job.token !== lease.token) consumption.leases.delete(job);
        else if (!consumption.killed) lease.renewedAt = now;
        else if (now - lease.renewedAt >= leaseMs) {
          consumption.leases.delete(job);
          lease.lose();
          this.#stall(job, maxStalls);
        }
      }
      if (consumption.killed && consumption.leases.size === 0) this.#consumptions.delete(consumption);
    }
    if (this.#jobs.running.size > 0) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
  }

  #stall(job: MemoryJob, maxStalls: number): void {
    job.stalls += 1;
    if (job.cancelling !== undefined) this.#owner.settle(job, { kind: 'cancelled', error: job.cancelling });
    else if (job.stalls > maxStalls)
      this.#owner.settle(job, { kind: 'dead', error: stalledError(job.stalls) });
    else this.#owner.settle(job, { kind: 'released', afterMs: 0 });
  }

  #leaseOf(job: MemoryJob): MemoryLease | undefined {
    for (const { leases } of this.#consumptions) {
      const lease = leases.get(job);
      if (lease !== undefined && lease.token === job.token) return lease;
    }
    return undefined;
  }
}
