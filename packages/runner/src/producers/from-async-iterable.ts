import { abortable, checkArguments, type Problems, readText } from '@docktopus/core/kit';
import type { JobRequest } from '../job/index.ts';
import type { Producer } from './producer.ts';

const READERS = {
  source: (value: unknown, problems: Problems) =>
    typeof value === 'function' ||
    typeof (value as Partial<AsyncIterable<unknown>> | null)?.[Symbol.asyncIterator] === 'function'
      ? value
      : problems.refuse(value, 'an async iterable, or a function that returns one'),
  name: readText,
};

/**
 * The calls of an async iterable, which is asked for the next one only when the runner has room for it.
 *
 * A restarted producer iterates again: pass a function to begin with another iterable.
 */
export function fromAsyncIterable(
  source: AsyncIterable<JobRequest> | (() => AsyncIterable<JobRequest>),
  name = 'fromAsyncIterable',
): Producer {
  checkArguments({ source, name }, READERS, 'producer', 'fromAsyncIterable', 'runner.invalid');
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
