import { LONGEST_TIMER_MS } from '../input/index.ts';

/** Whether `promise` settles, either way, within `ms` milliseconds. Never rejects. */
export function settledWithin(promise: PromiseLike<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(ms, LONGEST_TIMER_MS), false);
    const settled = () => {
      clearTimeout(timer);
      resolve(true);
    };
    promise.then(settled, settled);
  });
}
