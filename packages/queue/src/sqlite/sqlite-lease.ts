import {
  type AttemptOutcome,
  type AttemptReport,
  jobCancelled,
  type Lease,
  leaseLost,
  type StoredError,
  type StoredJob,
} from '@docktopus/runner/durable';
import type { AttemptKey } from './attempt-table.ts';

/** What a lease writes to. */
export interface LeaseWrites {
  step(lease: SqliteLease, name: string, value: string): Promise<boolean>;
  report(lease: SqliteLease, report: AttemptReport): Promise<boolean>;
  settle(lease: SqliteLease, outcome: AttemptOutcome): Promise<boolean>;
}

/** One attempt's right to run, as a row and its token. */
export class SqliteLease implements Lease {
  readonly job: StoredJob;
  readonly key: AttemptKey;
  readonly remembered: ReadonlyMap<string, string>;
  readonly #writes: LeaseWrites;
  readonly #controller = new AbortController();

  constructor(job: StoredJob, key: AttemptKey, remembered: ReadonlyMap<string, string>, writes: LeaseWrites) {
    this.job = job;
    this.key = key;
    this.remembered = remembered;
    this.#writes = writes;
  }

  get token(): string {
    return `${this.key.seq}.${this.key.token}`;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async step(name: string, value: string): Promise<void> {
    if (!(await this.#writes.step(this, name, value))) throw leaseLost(this.job.id);
  }

  async report(report: AttemptReport): Promise<void> {
    if (!(await this.#writes.report(this, report))) throw leaseLost(this.job.id);
  }

  settle(outcome: AttemptOutcome): Promise<boolean> {
    return this.#writes.settle(this, outcome);
  }

  cancel(error: StoredError): void {
    this.#controller.abort(jobCancelled(this.job.id, error));
  }

  lose(): void {
    this.#controller.abort(leaseLost(this.job.id));
  }
}
