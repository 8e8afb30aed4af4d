import { expect, test } from 'vitest';
import { merged } from './merged.ts';

/** A source whose items are handed to it. */
function source() {
  const items: string[] = [];
  let wake: () => void = () => {};
  let ended = false;
  return {
    put: (item: string) => {
      items.push(item);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const item = items.shift();
        if (item !== undefined) yield item;
        else if (ended) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}

test('items come in the order in which the sources have them, until all have ended', async () => {
  const [a, b] = [source(), source()];
  const all = merged([a, b]);
  b.put('b1');
  expect((await all.next()).value).toBe('b1');
  a.put('a1');
  expect((await all.next()).value).toBe('a1');
  a.end();
  b.put('b2');
  expect((await all.next()).value).toBe('b2');
  b.end();
  expect((await all.next()).done).toBe(true);
});

test('leaving while every source is silent does not wait for one', async () => {
  const silent = source();
  const first = source();
  first.put('x');
  for await (const item of merged([silent, first])) {
    expect(item).toBe('x');
    break;
  }
});

test('a source that fails ends all with its error', async () => {
  const failing = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('broken')) }),
  };
  await expect(merged([source(), failing]).next()).rejects.toThrow('broken');
});
