import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { HttpRoutes } from './http-routes.ts';

/** How a handler ended. */
export type MetricOutcome = 'ok' | 'failed' | 'nothing' | 'discarded' | 'later';

/** What is read when somebody asks for the metrics. */
export interface MetricSources {
  inFlight(): number;
  /** Calls and results that were given up, by who gave them up. */
  dropped(): Readonly<Record<'producer' | 'consumer', number>>;
  /** How many managed containers there are in each state. */
  containers(): ReadonlyMap<string, number>;
  /** How many durable jobs there are, of those that the runner has. @throws when the store is away */
  readonly durable?: (() => Promise<DurableCounts>) | undefined;
}

export interface DurableCounts {
  readonly jobs: readonly DurableCount[];
  /** The jobs among them that only one host may run. */
  readonly bound: readonly BoundCount[];
}

/** Durable jobs of one id in one state. */
export interface DurableCount {
  readonly job: string;
  readonly state: string;
  readonly count: number;
}

/** Durable jobs in one state that only one host may run. */
export interface BoundCount {
  readonly host: string;
  readonly state: string;
  readonly count: number;
}

/** While the store is away there is nothing to tell, and everything else still is. */
const NOT_KNOWN: DurableCounts = { jobs: [], bound: [] };

/**
 * The runner's metrics in Prometheus' format, in a separate registry.
 *
 * Jobs are told apart by the ids of their routes; ids that have none are one label, so that callers cannot make more.
 */
export class JobMetrics {
  readonly #registry = new Registry();
  readonly #accepted: Counter<'job'>;
  readonly #durations: Histogram<'job' | 'outcome'>;

  constructor(sources: MetricSources) {
    const registers = [this.#registry];
    this.#accepted = new Counter({
      name: 'docktopus_job_calls_total',
      help: 'Calls that were accepted',
      labelNames: ['job'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'docktopus_job_duration_seconds',
      help: 'Time from acceptance to the end of a handler, by how it ended',
      labelNames: ['job', 'outcome'],
      buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120, 600],
      registers,
    });
    new Gauge({
      name: 'docktopus_jobs_in_flight',
      help: 'Calls that have been accepted and have not ended',
      registers,
      collect() {
        this.set(sources.inFlight());
      },
    });
    new Counter({
      name: 'docktopus_dropped_total',
      help: 'Calls that producers, and results that consumers had no room for',
      labelNames: ['by'],
      registers,
      collect() {
        this.reset();
        for (const [by, count] of Object.entries(sources.dropped())) this.inc({ by }, count);
      },
    });
    new Gauge({
      name: 'docktopus_containers',
      help: 'Managed containers by status',
      labelNames: ['status'],
      registers,
      collect() {
        this.reset();
        for (const [status, count] of sources.containers()) this.set({ status }, count);
      },
    });
    const { durable } = sources;
    if (durable !== undefined) countDurable(durable, registers);
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Serves `/metrics`. */
  serve(routes: HttpRoutes): void {
    const headers = { 'content-type': this.#registry.contentType };
    routes.on(
      'GET',
      '/metrics',
      async () => new Response(await this.#registry.metrics(), { headers }),
      'metrics',
    );
  }

  accepted(job: string): void {
    this.#accepted.inc({ job });
  }

  ended(job: string, outcome: MetricOutcome, durationMs: number): void {
    this.#durations.observe({ job, outcome }, durationMs / 1000);
  }
}

function countDurable(durable: () => Promise<DurableCounts>, registers: Registry[]): void {
  let reading: Promise<DurableCounts> | undefined;
  // The store is asked once, however many metrics are made of its answer.
  const counts = () => {
    reading ??= durable()
      .catch(() => NOT_KNOWN)
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  new Gauge({
    name: 'docktopus_durable_jobs',
    help: 'Durable jobs in the store that have not ended, and those that are dead, by state',
    labelNames: ['job', 'state'],
    registers,
    async collect() {
      const { jobs } = await counts();
      this.reset();
      for (const { job, state, count } of jobs) this.inc({ job, state }, count);
    },
  });
  new Gauge({
    name: 'docktopus_durable_jobs_waiting_for_host',
    help: 'Durable jobs that wait and that only one host may run, by that host',
    labelNames: ['host', 'state'],
    registers,
    async collect() {
      const { bound } = await counts();
      this.reset();
      for (const { host, state, count } of bound) this.inc({ host, state }, count);
    },
  });
}
