import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Layer } from '../job/index.ts';
import type { RateLimit, RetryOptions } from '../layers/index.ts';

/** What holds for one job. */
export interface JobOptions {
  /**
   * How many calls of this job run at a time; the others wait in order. Of a durable job: over all workers of the
   * store, and with `concurrencyKey` for each key.
   * @default no limit but the runner's
   */
  readonly concurrency?: number | ConcurrencyLimits | undefined;
  /** How long one attempt may take, in milliseconds; then its signal aborts and the attempt has failed. @default no limit */
  readonly timeoutMs?: number | undefined;
  /**
   * Tries again after a failure; a number is the number of attempts. Waits of a durable job are random between 0 and
   * their whole length, unless `jitter` says otherwise.
   * @default no second attempt
   */
  readonly retry?: number | RetryOptions | undefined;
  /** Further layers, outermost first, outside of the ones above. */
  readonly layers?: readonly Layer[] | undefined;
  /**
   * Whether calls are accepted only once they are on disk: they survive this process, and are tried again when it dies.
   * Needs `runner.queue(store)`.
   * @default false
   */
  readonly durable?: boolean | undefined;
  /**
   * Of a durable job: what its calls are grouped by. The name of a property of the body that is text or a number, or a
   * function of the body. Keys take turns, so that one with many calls does not keep others waiting.
   * @default no groups
   */
  readonly concurrencyKey?: string | ((body: never) => string | number | undefined) | undefined;
  /** Of a durable job: how many calls start per time, over all workers of the store; with a key for each. @default no limit */
  readonly rate?: RateLimit | RateLimits | undefined;
  /** Of a durable job: how long after it was accepted it may still begin or be tried again, in milliseconds. @default no limit */
  readonly deadlineMs?: number | undefined;
}

/** Limits of a durable job. */
export interface ConcurrencyLimits {
  /** Over all workers of the store. @default no limit */
  readonly perJob?: number | undefined;
  /** For each key, over all workers of the store. @default no limit */
  readonly perKey?: number | undefined;
  /** In each process. @default no limit but the runner's */
  readonly perWorker?: number | undefined;
}

/** Rates of a durable job. */
export interface RateLimits {
  /** @default no limit */
  readonly perJob?: RateLimit | undefined;
  /** For each key. @default no limit */
  readonly perKey?: RateLimit | undefined;
}

/** The options of a job whose body is checked before the handler sees it. */
export interface BodyOptions<Schema extends StandardSchemaV1> extends JobOptions {
  /** A Standard Schema: zod, valibot, arktype, … */
  readonly body: Schema;
}
