import { expect, test } from 'vitest';
import { settled } from '../virtual-clock.fixture.ts';
import { type Lane, LookQueue } from './look-queue.ts';

function setup(limit: number) {
  const started: string[] = [];
  const finish = new Map<string, () => void>();
  const queue = new LookQueue<string>(limit, (item) => {
    started.push(item);
    return new Promise((resolve) => finish.set(item, resolve));
  });
  const add = (lane: Lane, ...items: string[]) => {
    for (const item of items) queue.add(item, lane);
  };
  const done = async (item: string) => {
    finish.get(item)?.();
    await settled();
  };
  return { queue, started, add, done };
}

test('no more than the limit at once, in order', async () => {
  const { started, add, done } = setup(2);
  add('urgent', 'a', 'b', 'c', 'd');
  expect(started).toEqual(['a', 'b']);
  await done('b');
  expect(started).toEqual(['a', 'b', 'c']);
});

test('an item that waits is not added twice', async () => {
  const { started, add, done } = setup(1);
  add('urgent', 'a', 'b', 'b');
  await done('a');
  await done('b');
  expect(started).toEqual(['a', 'b']);
});

test('routine items one by one, urgent ones past them', async () => {
  const { started, add, done } = setup(3);
  add('routine', 'r1', 'r2', 'r3', 'u2');
  expect(started).toEqual(['r1']);
  add('urgent', 'u1', 'u2', 'u3');
  expect(started).toEqual(['r1', 'u1', 'u2']);
  await done('r1');
  expect(started).toEqual(['r1', 'u1', 'u2', 'u3']);
  await done('u1');
  expect(started).toEqual(['r1', 'u1', 'u2', 'u3', 'r2']);
});

test('an urgent item does not wait in the other lane too', async () => {
  const { started, add, done } = setup(1);
  add('urgent', 'a', 'b');
  add('routine', 'b');
  await done('a');
  await done('b');
  expect(started).toEqual(['a', 'b']);
});

test('a removed item does not run', async () => {
  const { queue, started, add, done } = setup(1);
  add('urgent', 'a', 'b');
  queue.remove('b');
  await done('a');
  expect(started).toEqual(['a']);
});
