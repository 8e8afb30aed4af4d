import { Roster } from '@docktopus/core/kit';
import type { ConsumedJob, ConsumeSpec, Consumption, Lease } from '@docktopus/runner/durable';
import type { SqliteLease } from './sqlite-lease.ts';

/** One worker that claims from the database. */
export class SqliteConsumption implements Consumption {
  readonly spec: ConsumeSpec;
  readonly leases = new Roster<SqliteLease>();
  readonly #run: (lease: Lease) => Promise<void>;
  readonly #onRoom: () => void;
  #jobs: readonly ConsumedJob[];
  stopped = false;

  constructor(spec: ConsumeSpec, run: (lease: Lease) => Promise<void>, onRoom: () => void) {
    this.spec = spec;
    this.#run = run;
    this.#onRoom = onRoom;
    this.#jobs = spec.jobs;
  }

  get room(): number {
    return this.stopped ? 0 : this.spec.free();
  }

  /** The jobs to look for, each time beginning with another one. */
  inTurn(): readonly ConsumedJob[] {
    const [first, ...rest] = this.#jobs;
    this.#jobs = first === undefined ? [] : [...rest, first];
    return this.#jobs;
  }

  start(lease: SqliteLease): void {
    lease.enter(this.leases);
    void this.#run(lease);
  }

  wake(): void {
    this.#onRoom();
  }

  async stop(): Promise<void> {
    this.stopped = true;
  }
}
