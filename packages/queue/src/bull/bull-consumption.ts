import type { ConsumedJob, ConsumeSpec, Consumption, Lease } from '@docktopus/runner/durable';
import { BullClaims } from './bull-claims.ts';
import type { BullLine } from './bull-line.ts';
import type { BullEventsHandle } from './bull-server.ts';
import type { ConsumptionParts } from './consumption-parts.ts';
import { HostWatch } from './host-watch.ts';

/** One worker that claims from BullMQ: a line for each of its jobs, and for those that only its host may run. */
export class BullConsumption implements Consumption {
  readonly spec: ConsumeSpec;
  readonly #parts: ConsumptionParts;
  readonly #run: (lease: Lease) => Promise<void>;
  readonly #claims = new Map<string, BullClaims>();
  readonly #cancels: BullEventsHandle;
  readonly #hosts: HostWatch;
  #heart: NodeJS.Timeout | undefined;
  #beginning: Promise<void>;
  #stopped = false;

  constructor(spec: ConsumeSpec, run: (lease: Lease) => Promise<void>, parts: ConsumptionParts) {
    this.spec = spec;
    this.#run = run;
    this.#parts = parts;
    this.#cancels = parts.lines.hearCancels((id) => {
      // What cannot be seen now is seen at the next beat.
      for (const claims of this.#claims.values()) void claims.look(id).catch(() => undefined);
    });
    const { host, leaseMs } = spec;
    this.#hosts = new HostWatch({ lines: parts.lines, log: parts.log, host, leaseMs });
    this.#beginning = this.#begin();
    this.#heart = setInterval(() => void this.#beat(), spec.heartbeatMs);
  }

  wake(): void {
    for (const claims of this.#claims.values()) claims.wake();
  }

  /** What is under way is given back; what is held goes on being renewed. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#beginning;
    await Promise.all([...this.#claims.values()].map((claims) => claims.stop()));
  }

  async close(): Promise<void> {
    await this.stop();
    clearInterval(this.#heart);
    await Promise.all([
      this.#cancels.close().catch(() => undefined),
      ...[...this.#claims.values()].map((claims) => claims.close()),
    ]);
  }

  crash(): void {
    this.#stopped = true;
    clearInterval(this.#heart);
    for (const claims of this.#claims.values()) claims.crash();
    // Without its connection alone, it would ask for events again and again without a pause.
    void this.#cancels.close().catch(() => undefined);
  }

  async #begin(): Promise<void> {
    try {
      await this.#claimAll();
    } catch (error) {
      this.#parts.log.warn('a worker cannot begin yet: it tries again', { err: error });
    }
  }

  /** Its own lines, and those of its host, which are there once somebody has submitted to them. */
  async #claimAll(): Promise<void> {
    for (const job of this.spec.jobs)
      this.#claim(await this.#parts.lines.announce({ job: job.job, affinity: undefined }), job);
    for (const job of this.spec.jobs) {
      const lines = await this.#parts.lines.all(job.job);
      for (const line of lines) if (line.affinity === this.spec.host) this.#claim(line, job);
    }
  }

  #claim(line: BullLine, job: ConsumedJob): void {
    if (this.#stopped || this.#claims.has(line.name)) return;
    const claims = new BullClaims(line, job, this.spec, this.#run, this.#parts);
    this.#claims.set(line.name, claims);
    claims.begin();
  }

  async #beat(): Promise<void> {
    try {
      await Promise.all([...this.#claims.values()].map((claims) => claims.beat()));
      if (this.#stopped) return;
      await this.#claimAll();
      await this.#hosts.beat();
    } catch (error) {
      this.#parts.log.warn('leases could not be renewed', { err: error });
    }
  }
}
