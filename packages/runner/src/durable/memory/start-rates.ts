import { TokenBucket } from '../../layers/index.ts';
import type { ConsumedJob, StartRate } from '../job-store.ts';

/** A key that has been quiet has a full bucket, as a new one has: beyond so many, those are forgotten. */
const MAX_BUCKETS = 10_000;

/** The rates at which jobs and their keys may start. */
export class StartRates {
  readonly #buckets = new Map<string, TokenBucket>();

  /** Milliseconds until `job` may start for `key`. */
  waitMs(job: ConsumedJob, key: string | undefined): number {
    const now = performance.now();
    return Math.max(0, ...this.#bucketsOf(job, key, now).map((bucket) => bucket.waitMs(now)));
  }

  /** Counts a start. */
  take(job: ConsumedJob, key: string | undefined): void {
    const now = performance.now();
    for (const bucket of this.#bucketsOf(job, key, now)) bucket.take(now, Number.POSITIVE_INFINITY);
  }

  #bucketsOf({ job, rate, keyRate }: ConsumedJob, key: string | undefined, now: number): TokenBucket[] {
    const all: TokenBucket[] = [];
    if (rate !== undefined) all.push(this.#bucket(job, rate, now));
    if (keyRate !== undefined && key !== undefined) all.push(this.#bucket(`${job} ${key}`, keyRate, now));
    return all;
  }

  #bucket(name: string, rate: StartRate, now: number): TokenBucket {
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      if (this.#buckets.size >= MAX_BUCKETS) this.#forgetFull(now);
      bucket = new TokenBucket(rate, now);
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }

  #forgetFull(now: number): void {
    for (const [name, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(name);
  }
}
