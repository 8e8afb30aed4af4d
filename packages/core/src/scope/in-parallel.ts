import { Semaphore } from './semaphore.ts';

/** Does something to every item, a few at a time, and resolves when all is done. */
export async function inParallel<T>(
  items: readonly T[],
  act: (item: T) => Promise<void>,
  atOnce = 8,
): Promise<void> {
  const places = new Semaphore(atOnce);
  await Promise.all(items.map((item) => places.run(undefined, () => act(item))));
}
