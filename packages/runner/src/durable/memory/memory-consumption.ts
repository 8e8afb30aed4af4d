import type { ConsumedJob, ConsumeSpec, Consumption, Lease } from '../job-store.ts';
import type { MemoryJob } from './memory-job.ts';
import type { MemoryLease } from './memory-lease.ts';

/** One worker that claims from a store in memory. */
export class MemoryConsumption implements Consumption {
  readonly spec: ConsumeSpec;
  readonly leases = new Map<MemoryJob, MemoryLease>();
  readonly #run: (lease: Lease) => Promise<void>;
  readonly #onRoom: () => void;
  #jobs: readonly ConsumedJob[];
  #stopped = false;
  killed = false;

  constructor(spec: ConsumeSpec, run: (lease: Lease) => Promise<void>, onRoom: () => void) {
    this.spec = spec;
    this.#run = run;
    this.#onRoom = onRoom;
    this.#jobs = spec.jobs;
  }

  get claims(): boolean {
    return !this.#stopped && !this.killed && this.spec.free() > 0;
  }

  /** The jobs to look for, each time beginning with another one. */
  inTurn(): readonly ConsumedJob[] {
    const [first, ...rest] = this.#jobs;
    this.#jobs = first === undefined ? [] : [...rest, first];
    return this.#jobs;
  }

  start(job: MemoryJob, lease: MemoryLease): void {
    this.leases.set(job, lease);
    void this.#run(lease);
  }

  kill(): void {
    this.killed = true;
  }

  wake(): void {
    this.#onRoom();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
  }
}
