import { OpenEnding } from '@docktopus/core/kit';
import type { AttemptOutcome, AttemptReport, Lease } from '../job-store.ts';
import { jobCancelled, leaseLost } from '../lease-errors.ts';
import type { StoredError, StoredJob } from '../stored-job.ts';
import type { MemoryJob } from './memory-job.ts';

/** What a lease does to its store. */
export interface LeaseOwner {
  report(job: MemoryJob, report: AttemptReport): void;
  settle(job: MemoryJob, outcome: AttemptOutcome): void;
}

/** A lease in memory. */
export class MemoryLease extends OpenEnding implements Lease {
  readonly job: StoredJob;
  readonly token: string;
  readonly #job: MemoryJob;
  readonly #owner: LeaseOwner;
  /** By the monotonic clock. */
  renewedAt = performance.now();

  constructor(job: MemoryJob, token: string, owner: LeaseOwner) {
    super();
    this.#job = job;
    this.token = token;
    this.#owner = owner;
    this.job = job.stored();
  }

  get id(): string {
    return this.#job.given.id;
  }

  get remembered(): ReadonlyMap<string, string> {
    return this.#job.steps;
  }

  async step(name: string, value: string): Promise<void> {
    this.#check();
    this.#job.steps.set(name, value);
  }

  async report(report: AttemptReport): Promise<void> {
    this.#check();
    this.#owner.report(this.#job, report);
  }

  async settle(outcome: AttemptOutcome): Promise<boolean> {
    if (!this.#held) return false;
    this.#owner.settle(this.#job, outcome);
    return true;
  }

  cancel(error: StoredError): void {
    this.end(jobCancelled(this.id, error));
  }

  lose(): void {
    this.end(leaseLost(this.id));
  }

  get #held(): boolean {
    return this.#job.token === this.token;
  }

  #check(): void {
    if (!this.#held) throw leaseLost(this.id);
  }
}
