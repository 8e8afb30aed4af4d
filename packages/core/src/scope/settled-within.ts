import { LONGEST_TIMER_MS } from '../input/index.ts';
import { startAnswerTimer } from './answer-time.ts';

/** Whether `promise` settles, either way, within `ms` milliseconds. Never rejects. */
export function settledWithin(promise: PromiseLike<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = startAnswerTimer(Math.min(ms, LONGEST_TIMER_MS), () => resolve(false));
    const settled = () => {
      timer[Symbol.dispose]();
      resolve(true);
    };
    promise.then(settled, settled);
  });
}
