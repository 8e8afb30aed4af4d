/** What `open` gives, held from the first value that is asked for until the end, or until its reader leaves. */
export function heldIterable<T>(hold: () => Disposable, open: () => AsyncIterable<T>): AsyncIterable<T> {
  return {
    async *[Symbol.asyncIterator]() {
      using _hold = hold();
      yield* open();
    },
  };
}
