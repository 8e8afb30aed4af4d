import assert from 'node:assert/strict';
import type { AttemptOutcome, ConsumedJob, Consumption, JobStore, Lease } from '@docktopus/runner/durable';
import { until } from './until.ts';

/** Options of a worker in the contract of job stores. */
export interface WorkerOptions {
  readonly jobs: readonly ConsumedJob[];
  readonly leaseMs: number;
  /** How many leases it holds at most. @default 10 */
  readonly room?: number;
  readonly host?: string;
  readonly maxStalls?: number;
  /** Ends each attempt at once. @default holds it */
  readonly outcome?: (lease: Lease) => AttemptOutcome;
}

let count = 0;

/** A worker that keeps the leases it gets, or settles them as it was told. */
export class TestWorker {
  readonly name: string;
  /** All leases it has had, in order. */
  readonly had: Lease[] = [];
  /** Those that it has not settled. */
  readonly held = new Set<Lease>();
  readonly #consumption: Consumption;
  readonly #options: WorkerOptions;
  #taken = 0;
  room: number;

  constructor(store: JobStore, options: WorkerOptions) {
    count += 1;
    this.name = `worker-${process.pid}-${count}`;
    this.#options = options;
    this.room = options.room ?? 10;
    const { jobs, leaseMs, host = 'here', maxStalls = 3 } = options;
    this.#consumption = store.consume(
      {
        worker: this.name,
        host,
        jobs,
        leaseMs,
        heartbeatMs: leaseMs / 4,
        maxStalls,
        free: () => Math.max(0, this.room - this.held.size),
      },
      (lease) => this.#take(lease),
    );
  }

  /** The ids of all jobs it has had, in order. */
  get ids(): readonly string[] {
    return this.had.map(({ job }) => job.id);
  }

  /** The next lease that it gets. */
  async next(): Promise<Lease> {
    await until(
      () => this.had.length > this.#taken,
      () => `${this.name} got no lease`,
    );
    const lease = this.had[this.#taken];
    assert.ok(lease !== undefined);
    this.#taken += 1;
    return lease;
  }

  async settle(lease: Lease, outcome: AttemptOutcome): Promise<boolean> {
    const applied = await lease.settle(outcome);
    this.held.delete(lease);
    this.#consumption.wake();
    return applied;
  }

  wake(): void {
    this.#consumption.wake();
  }

  stop(): Promise<void> {
    return this.#consumption.stop();
  }

  /** Stops, and gives back what it holds. */
  async release(): Promise<void> {
    await this.stop();
    for (const lease of this.held)
      await lease.settle({ kind: 'released', afterMs: 0 }).catch(() => undefined);
  }

  async #take(lease: Lease): Promise<void> {
    this.had.push(lease);
    this.held.add(lease);
    const outcome = this.#options.outcome?.(lease);
    if (outcome !== undefined) await this.settle(lease, outcome);
  }
}
