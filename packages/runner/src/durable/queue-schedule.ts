import { createHash } from 'node:crypto';
import type { JobRequest } from '../job/index.ts';
import type { SharedSchedule } from '../producers/index.ts';
import { hasEnded } from './job-state.ts';
import type { JobStore } from './job-store.ts';
import type { NewJob } from './stored-job.ts';

export interface QueueScheduleParts {
  readonly name: string;
  readonly store: () => JobStore;
  newJob(request: JobRequest): Promise<NewJob>;
  /** Tries again for as long as the store is away. */
  whenThere<T>(work: () => Promise<T>): Promise<T>;
}

/** A schedule whose times are kept in a store. */
export class QueueSchedule implements SharedSchedule {
  readonly #parts: QueueScheduleParts;

  constructor(parts: QueueScheduleParts) {
    this.#parts = parts;
  }

  async check(request: JobRequest): Promise<void> {
    await this.#parts.newJob(request);
  }

  async last(): Promise<number | undefined> {
    const { name, store } = this.#parts;
    return (await store().fire(name, 0, undefined)).previous;
  }

  async busy(last: number): Promise<boolean> {
    const job = await this.#parts.store().get(this.#idAt(last));
    return job !== undefined && !hasEnded(job.state);
  }

  async fire(slot: number, request: JobRequest): Promise<boolean> {
    const { name, store, newJob } = this.#parts;
    // All processes give the call of one time one id.
    const job = await newJob({ ...request, id: this.#idAt(slot) });
    return (await store().fire(name, slot, job)).fired;
  }

  whenThere<T>(work: () => Promise<T>): Promise<T> {
    return this.#parts.whenThere(work);
  }

  #idAt(slot: number): string {
    const digest = createHash('sha256').update(`${this.#parts.name}\0${slot}`).digest('base64url');
    return `tick-${slot.toString(36).padStart(8, '0')}-${digest.slice(0, 16)}`;
  }
}
