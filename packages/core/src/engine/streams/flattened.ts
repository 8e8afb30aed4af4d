type Batches<T> = AsyncGenerator<readonly T[], void, undefined>;

const flattenedFrom = new WeakMap<AsyncIterable<unknown>, Batches<unknown>>();

/** The batches that {@link flattened} was given, for readers that read all of its result; of any other iterable, each element alone. */
export function batchesOf<T>(elements: AsyncIterable<T>): AsyncIterable<readonly T[]> {
  return (flattenedFrom.get(elements) as Batches<T> | undefined) ?? oneByOne(elements);
}

async function* oneByOne<T>(elements: AsyncIterable<T>): Batches<T> {
  for await (const element of elements) yield [element];
}

/**
 * The elements of `batches`, one by one.
 *
 * By hand, because an async generator costs several turns of the event loop per element: with short lines that is
 * most of the time.
 */
export function flattened<T>(batches: Batches<T>): AsyncIterableIterator<T> {
  let batch: readonly T[] = [];
  let at = 0;
  let waiting: Promise<unknown> | undefined;

  const take = (): Promise<IteratorResult<T, undefined>> => {
    const value = batch[at];
    if (value === undefined) return refill();
    at += 1;
    return Promise.resolve({ value, done: false });
  };

  const refill = async (): Promise<IteratorResult<T, undefined>> => {
    const { value, done } = await batches.next();
    if (done) return { value: undefined, done };
    batch = value;
    at = 0;
    return take();
  };

  const next = (): Promise<IteratorResult<T, undefined>> => {
    if (waiting === undefined && at < batch.length) return take();
    // A reader that asks for more before the last answer waits for its turn.
    const mine = waiting === undefined ? take() : waiting.then(take, take);
    waiting = mine;
    const done = () => {
      if (waiting === mine) waiting = undefined;
    };
    mine.then(done, done);
    return mine;
  };

  const elements: AsyncIterableIterator<T> = {
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
  flattenedFrom.set(elements, batches);
  return elements;
}
