import { checkArguments, Mutex, readFunction } from '@docktopus/core/kit';
import { earlyEnd, type JobCall, type Layer } from '../job/index.ts';

/**
 * Runs calls with the same key one after the other, in order; a call whose key is `undefined` runs at once.
 *
 * `mutex((call) => call.metadata.tenant)`
 */
export function mutex(keyOf: (call: JobCall) => unknown): Layer {
  checkArguments({ keyOf }, { keyOf: readFunction }, 'mutex', undefined, 'runner.invalid');
  const locks = new Map<unknown, Mutex>();
  return async (call, next) => {
    const key = keyOf(call);
    if (key === undefined) return await next();
    const lock = locks.get(key) ?? new Mutex();
    locks.set(key, lock);
    await lock.enter(earlyEnd(call));
    try {
      return await next();
    } finally {
      lock.leave();
      if (lock.taken === 0) locks.delete(key);
    }
  };
}
