import type { JobResult } from '../job/index.ts';
import type { Consumer } from './consumer.ts';

/** A consumer that keeps the results. */
export interface CollectingConsumer extends Consumer {
  /** The results so far, oldest first. */
  readonly results: readonly JobResult[];
}

/**
 * Keeps the latest results in memory; for tests, and to look at.
 *
 * @param limit how many are kept. @default 1000
 */
export function collect(limit = 1000): CollectingConsumer {
  const results: JobResult[] = [];
  return {
    name: 'collect',
    results,
    consume: (result) => {
      results.push(result);
      if (results.length > limit) results.shift();
    },
  };
}
