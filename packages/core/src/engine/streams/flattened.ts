/**
 * The elements of `batches`, one by one.
 *
 * By hand, because an async generator costs several turns of the event loop per element: with short lines that is
 * most of the time.
 */
export function flattened<T>(
  batches: AsyncGenerator<readonly T[], void, undefined>,
): AsyncIterableIterator<T> {
  let batch: readonly T[] = [];
  let at = 0;
  let refilling: Promise<IteratorResult<T, undefined>> | undefined;

  const refill = async (): Promise<IteratorResult<T, undefined>> => {
    for (;;) {
      const { value, done } = await batches.next();
      if (done) return { value: undefined, done };
      const [first] = value;
      if (first === undefined) continue;
      batch = value;
      at = 1;
      return { value: first, done: false };
    }
  };

  const next = (): Promise<IteratorResult<T, undefined>> => {
    const value = batch[at];
    if (value !== undefined) {
      at += 1;
      return Promise.resolve({ value, done: false });
    }
    // Whoever asks for more before the last answer waits for its turn.
    refilling = refilling === undefined ? refill() : refilling.then(next, next);
    const mine = refilling;
    const done = () => {
      if (refilling === mine) refilling = undefined;
    };
    mine.then(done, done);
    return mine;
  };

  return {
    next,
    async return() {
      batch = [];
      await batches.return();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
