import { checkArguments, readInteger, Semaphore } from '@docktopus/core/kit';
import { earlyEnd, type Layer } from '../job/index.ts';

/**
 * Lets `limit` calls run at a time over everything that it is around; the others wait in order.
 *
 * @throws DocktopusError `runner.invalid` when `limit` is not a positive integer.
 */
export function concurrency(limit: number): Layer {
  checkArguments({ limit }, { limit: readInteger(1) }, 'concurrency', undefined, 'runner.invalid');
  const places = new Semaphore(limit);
  return async (call, next) => {
    if (!places.tryEnter()) await places.enter(earlyEnd(call));
    try {
      return await next();
    } finally {
      places.leave();
    }
  };
}
