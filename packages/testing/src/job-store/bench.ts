import assert from 'node:assert/strict';
import {
  type ConsumedJob,
  type JobStore,
  type NewJob,
  newCallId,
  queueSettings,
  type StoredJob,
} from '@docktopus/runner/durable';
import type { StoreUnderTest } from './store-under-test.ts';
import { TestWorker, type WorkerOptions } from './test-worker.ts';
import { until } from './until.ts';

const QUIET = () => undefined;
const log = Object.freeze({ debug: QUIET, info: QUIET, warn: QUIET, error: QUIET });

/** What a case of the contract works with: a store that is open, workers, and jobs. */
export class StoreBench implements AsyncDisposable {
  readonly #tested: StoreUnderTest;
  readonly #open = new Set<JobStore>();
  readonly #workers: TestWorker[] = [];
  store!: JobStore;

  private constructor(tested: StoreUnderTest) {
    this.#tested = tested;
  }

  static async begin(tested: StoreUnderTest): Promise<StoreBench> {
    const bench = new StoreBench(tested);
    bench.store = await bench.open();
    return bench;
  }

  get leaseMs(): number {
    return this.#tested.leaseMs;
  }

  get shared(): boolean {
    return this.#tested.shared;
  }

  /** One more handle to the same jobs. */
  async open({ maxLogBytes = 10_000, keep = {} }: OpenOptions = {}): Promise<JobStore> {
    const store = this.#tested.handle();
    const { retention } = queueSettings({ keep });
    await store.open({ dataDir: '.', log, retention, maxLogBytes });
    this.#open.add(store);
    return store;
  }

  async close(store: JobStore): Promise<void> {
    this.#open.delete(store);
    await store.close();
  }

  /** As if the process of `store` had been killed. Its jobs are then looked at through another handle. */
  async crash(store = this.store): Promise<JobStore> {
    this.#open.delete(store);
    await this.#tested.crash(store);
    if (store === this.store) this.store = await this.open();
    return this.store;
  }

  /** A worker that claims `job`; it holds the leases that it gets. */
  worker(options: Partial<WorkerOptions> & { readonly store?: JobStore } = {}): TestWorker {
    const { store = this.store, ...rest } = options;
    const worker = new TestWorker(store, { jobs: [jobToRun('work')], leaseMs: this.leaseMs, ...rest });
    this.#workers.push(worker);
    return worker;
  }

  /** A job that has not been submitted yet. */
  newJob(change: Partial<NewJob> = {}): NewJob {
    return {
      id: newCallId(),
      fresh: true,
      job: '"work"',
      payload: '1',
      metadata: '{}',
      key: undefined,
      priority: 0,
      delayMs: 0,
      deadlineAt: undefined,
      idempotency: undefined,
      affinity: undefined,
      ...change,
    };
  }

  /** Submits one job and returns its id. */
  async submit(change: Partial<NewJob> = {}, store = this.store): Promise<string> {
    const [accepted] = await store.submit([this.newJob(change)]);
    assert.ok(accepted !== undefined);
    return accepted.id;
  }

  /** The job as it is now. */
  async job(id: string, store = this.store): Promise<StoredJob> {
    const job = await store.get(id);
    assert.ok(job !== undefined, `there is no job ${id}`);
    return job;
  }

  /** Waits until the job is in a state. */
  async becomes(id: string, state: StoredJob['state'], store = this.store): Promise<StoredJob> {
    let job: StoredJob | undefined;
    await until(
      async () => {
        job = await store.get(id);
        return job?.state === state;
      },
      () => `job ${id} is ${job?.state}, not ${state}`,
    );
    return job as StoredJob;
  }

  /** Long enough for something that must not happen to have happened. */
  async aWhile(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 60));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.release()));
    for (const store of this.#open) await store.close();
    await this.#tested[Symbol.asyncDispose]();
  }
}

export interface OpenOptions {
  readonly maxLogBytes?: number;
  readonly keep?: NonNullable<Parameters<typeof queueSettings>[0]>['keep'];
}

/** A job to claim, without limits but for those given. */
export function jobToRun(name: string | number, limits: Partial<ConsumedJob> = {}): ConsumedJob {
  return {
    job: JSON.stringify(name),
    perJob: undefined,
    perKey: undefined,
    perWorker: undefined,
    rate: undefined,
    keyRate: undefined,
    ...limits,
  };
}
