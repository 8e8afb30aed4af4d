import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Layer } from '../job/index.ts';
import { concurrency, type RetryOptions, retry, timeout } from '../layers/index.ts';

/** What holds for one job. */
export interface JobOptions {
  /** How many calls of this job run at a time; the others wait in order. @default no limit but the runner's */
  readonly concurrency?: number | undefined;
  /** How long one attempt may take, in milliseconds; then its signal aborts and the attempt has failed. @default no limit */
  readonly timeoutMs?: number | undefined;
  /** Tries again after a failure; a number is the number of attempts. @default no second attempt */
  readonly retry?: number | RetryOptions | undefined;
  /** Further layers, outermost first, outside of the ones above. */
  readonly layers?: readonly Layer[] | undefined;
}

/** The options of a job whose body is checked before the handler sees it. */
export interface BodyOptions<Schema extends StandardSchemaV1> extends JobOptions {
  /** A Standard Schema: zod, valibot, arktype, … */
  readonly body: Schema;
}

/**
 * The layers that `options` stand for, outermost first: the job's own, retry, concurrency, timeout. So a call that
 * waits for its next attempt holds no place of the job's, and the timeout is that of one attempt.
 */
export function layersOf(options: JobOptions): readonly Layer[] {
  const layers = [...(options.layers ?? [])];
  if (options.retry !== undefined) layers.push(retry(options.retry));
  if (options.concurrency !== undefined) layers.push(concurrency(options.concurrency));
  if (options.timeoutMs !== undefined) layers.push(timeout(options.timeoutMs));
  return layers;
}
