import { OpenEnding, type Roster, type RosterEntry } from '@docktopus/core/kit';
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
export class SqliteLease extends OpenEnding implements Lease {
  readonly job: StoredJob;
  readonly key: AttemptKey;
  readonly remembered: ReadonlyMap<string, string>;
  readonly #writes: LeaseWrites;
  #entry: RosterEntry<SqliteLease> | undefined;
  /** The table knows an end by its token: it would take a second one for the first. */
  #settled = false;

  constructor(job: StoredJob, key: AttemptKey, remembered: ReadonlyMap<string, string>, writes: LeaseWrites) {
    super();
    this.job = job;
    this.key = key;
    this.remembered = remembered;
    this.#writes = writes;
  }

  get token(): string {
    return `${this.key.seq}.${this.key.token}`;
  }

  /** It begins to count among the leases of its worker, until it leaves. */
  enter(leases: Roster<SqliteLease>): void {
    this.#entry = leases.add(this);
  }

  leave(): void {
    if (this.#entry !== undefined) this.#entry.roster?.delete(this.#entry);
  }

  async step(name: string, value: string): Promise<void> {
    if (!(await this.#writes.step(this, name, value))) throw leaseLost(this.job.id);
  }

  async report(report: AttemptReport): Promise<void> {
    if (!(await this.#writes.report(this, report))) throw leaseLost(this.job.id);
  }

  settle(outcome: AttemptOutcome): Promise<boolean> {
    if (this.#settled) return Promise.resolve(false);
    this.#settled = true;
    return this.#writes.settle(this, outcome);
  }

  cancel(error: StoredError): void {
    this.end(jobCancelled(this.job.id, error));
  }

  lose(): void {
    this.end(leaseLost(this.job.id));
  }
}
