import { DocktopusError } from '@docktopus/core';
import { Semaphore } from '@docktopus/core/kit';
import type { Layer } from '../job/index.ts';

/**
 * Lets `limit` calls run at a time over everything that it is around; the others wait in order.
 *
 * @throws DocktopusError `runner.invalid` when `limit` is not a positive integer.
 */
export function concurrency(limit: number): Layer {
  const places = new Semaphore(checkedLimit(limit));
  return async (call, next) => {
    if (!places.tryEnter()) await places.enter(call.signal);
    try {
      return await next();
    } finally {
      places.leave();
    }
  };
}

function checkedLimit(limit: number): number {
  if (Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new DocktopusError('runner.invalid', {
    operation: 'concurrency',
    subject: String(limit),
    reason: 'the limit must be a positive integer',
  });
}
