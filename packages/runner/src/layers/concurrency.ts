import type { Layer } from '../job/index.ts';
import { Semaphore } from './semaphore.ts';

/** Lets `limit` calls run at a time over everything that it is around; the others wait in order. */
export function concurrency(limit: number): Layer {
  const places = new Semaphore(limit);
  return async (call, next) => {
    if (!places.tryEnter()) await places.enter(call.signal);
    try {
      return await next();
    } finally {
      places.leave();
    }
  };
}
