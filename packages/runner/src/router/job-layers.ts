import type { Layer } from '../job/index.ts';
import { concurrency, retry, timeout } from '../layers/index.ts';
import { checkDurableOptions } from './durable-options.ts';
import type { JobOptions } from './job-options.ts';

/**
 * The layers that `options` stand for, outermost first: the job's own, retry, concurrency, timeout. So a call that
 * waits for its next attempt holds no place of the job's, and the timeout is that of one attempt.
 *
 * Of a durable job, the queue sees to all but the job's own layers.
 *
 * @throws DocktopusError `job.invalid` for options that need a durable job.
 */
export function layersOf(options: JobOptions): readonly Layer[] {
  const limit = checkDurableOptions(options);
  const layers = [...(options.layers ?? [])];
  if (options.durable === true) return layers;
  if (options.retry !== undefined) layers.push(retry(options.retry));
  if (limit !== undefined) layers.push(concurrency(limit));
  if (options.timeoutMs !== undefined) layers.push(timeout(options.timeoutMs));
  return layers;
}
