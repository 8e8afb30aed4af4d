import { OpenEnding, type Roster, type RosterEntry } from '@docktopus/core/kit';
import {
  type AttemptOutcome,
  type AttemptReport,
  jobCancelled,
  type Lease,
  LOG_IS_FULL,
  leaseLost,
  type StoredError,
  type StoredJob,
} from '@docktopus/runner/durable';
import type { Job } from 'bullmq';
import { type BullRows, rowText } from './bull-job.ts';
import type { BullQueueHandle } from './bull-server.ts';

/** What a lease is part of. */
export interface LeaseHost {
  /** For what is written while it is held: waits for a server that is away. */
  readonly queue: BullQueueHandle;
  readonly leaseMs: number;
  readonly maxLogBytes: number;
  settle(lease: BullLease, outcome: AttemptOutcome): Promise<boolean>;
  told(id: string, kind: 'progress' | 'log'): void;
}

/** One attempt's right to run: BullMQ's lock of the job. */
export class BullLease extends OpenEnding implements Lease {
  readonly job: StoredJob;
  readonly bull: Job;
  readonly token: string;
  readonly remembered: ReadonlyMap<string, string>;
  readonly #host: LeaseHost;
  #lineBytes: number;
  #held = true;
  #entry: RosterEntry<BullLease> | undefined;

  constructor(job: StoredJob, bull: Job, token: string, rows: BullRows, host: LeaseHost) {
    super();
    this.job = job;
    this.bull = bull;
    this.token = token;
    this.remembered = rows.steps;
    this.#lineBytes = rows.lineBytes;
    this.#host = host;
  }

  /** It begins to count among the leases of its worker, until it leaves. */
  enter(leases: Roster<BullLease>): void {
    this.#entry = leases.add(this);
  }

  leave(): void {
    if (this.#entry !== undefined) this.#entry.roster?.delete(this.#entry);
  }

  async step(name: string, value: string): Promise<void> {
    await this.#prove();
    await this.#host.queue.backend.addLog(this.job.id, rowText({ kind: 'step', name, value }));
  }

  async report({ progress, lines = [] }: AttemptReport): Promise<void> {
    await this.#prove();
    const { backend } = this.#host.queue;
    if (progress !== undefined) {
      await backend.updateProgress(this.job.id, progress);
      this.#host.told(this.job.id, 'progress');
    }
    for (const { at, text } of lines) {
      if (this.#lineBytes > this.#host.maxLogBytes) return;
      this.#lineBytes += Buffer.byteLength(text);
      const fits = this.#lineBytes <= this.#host.maxLogBytes;
      await backend.addLog(this.job.id, rowText({ kind: 'line', at, text: fits ? text : LOG_IS_FULL }));
    }
    if (lines.length > 0) this.#host.told(this.job.id, 'log');
  }

  async settle(outcome: AttemptOutcome): Promise<boolean> {
    if (!this.#held) return false;
    this.#held = false;
    return this.#host.settle(this, outcome);
  }

  cancel(error: StoredError): void {
    this.end(jobCancelled(this.job.id, error));
  }

  lose(): void {
    this.#held = false;
    this.end(leaseLost(this.job.id));
  }

  /** BullMQ lets anybody write: the lock is renewed first, which only its holder can. */
  async #prove(): Promise<void> {
    const { queue, leaseMs } = this.#host;
    if (this.#held && (await queue.backend.extendLock(this.job.id, this.token, leaseMs)) > 0) return;
    throw leaseLost(this.job.id);
  }
}
