import { abortable } from '@docktopus/core/kit';
import type { JobRequest } from '../job/index.ts';
import type { Producer } from './producer.ts';

/**
 * The calls of an async iterable, which is asked for the next one only when the runner has room for it.
 *
 * A restarted producer iterates again: pass a function to begin with another iterable.
 */
export function fromAsyncIterable(
  source: AsyncIterable<JobRequest> | (() => AsyncIterable<JobRequest>),
  name = 'fromAsyncIterable',
): Producer {
  return {
    name,
    async run({ signal, submit }) {
      const iterator = (typeof source === 'function' ? source() : source)[Symbol.asyncIterator]();
      let ended = false;
      try {
        while (!signal.aborted) {
          const next = await abortable(iterator.next(), signal);
          if (next.done) {
            ended = true;
            return;
          }
          await submit(next.value);
        }
      } finally {
        // Not waited for: an iterator that waits for its next value does not return before it has it.
        if (!ended) iterator.return?.().then(undefined, () => undefined);
      }
    },
  };
}
