import { expect, test } from 'vitest';
import { batchesOf, flattened } from './flattened.ts';

function source(...batches: readonly (readonly string[])[]) {
  const seen = { closed: 0 };
  async function* read(): AsyncGenerator<readonly string[], void, undefined> {
    try {
      yield* batches;
    } finally {
      seen.closed += 1;
    }
  }
  return { seen, elements: flattened(read()) };
}

async function all<T>(elements: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const element of elements) found.push(element);
  return found;
}

test('elements come one by one, across batches that are empty', async () => {
  const { elements, seen } = source(['a', 'b'], [], [], ['c']);
  expect(await all(elements)).toEqual(['a', 'b', 'c']);
  expect(seen.closed).toBe(1);
});

test('a reader that asks for several elements at once gets them in order', async () => {
  const { elements } = source(['a'], ['b', 'c']);
  const asked = [elements.next(), elements.next(), elements.next(), elements.next()];
  expect((await Promise.all(asked)).map(({ value }) => value)).toEqual(['a', 'b', 'c', undefined]);
});

test('leaving early closes what is read, element by element or in batches', async () => {
  for (const read of [(one: AsyncIterable<string>) => one, batchesOf<string>]) {
    const { elements, seen } = source(['a', 'b'], ['c']);
    for await (const _ of read(elements)) break;
    expect(seen.closed).toBe(1);
  }
});

test('batchesOf gives the original batches, and batches of one for other iterables', async () => {
  expect(await all(batchesOf(source(['a', 'b'], ['c']).elements))).toEqual([['a', 'b'], ['c']]);
  async function* plain() {
    yield* ['a', 'b'];
  }
  expect(await all(batchesOf(plain()))).toEqual([['a'], ['b']]);
});
