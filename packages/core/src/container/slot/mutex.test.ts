import { expect, test } from 'vitest';
import { Mutex } from './mutex.ts';

const never = new AbortController().signal;

test('work runs one at a time and in the order of asking, also after a failure', async () => {
  const mutex = new Mutex();
  const seen: string[] = [];
  const step = (name: string) => async () => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    if (name === 'b') throw new Error('b fails');
    return name;
  };

  const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => mutex.run(never, step(name))));

  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('whoever gives up waiting does not run, and those behind still wait for those before', async () => {
  const mutex = new Mutex();
  const seen: string[] = [];
  let finish = () => {};
  const first = mutex.run(never, () => new Promise<void>((resolve) => (finish = resolve)));
  const impatient = new AbortController();
  const second = mutex.run(impatient.signal, async () => void seen.push('second'));
  const third = mutex.run(never, async () => void seen.push('third'));

  impatient.abort(new Error('enough'));

  await expect(second).rejects.toThrow('enough');
  expect(seen).toEqual([]);
  finish();
  await Promise.all([first, third]);
  expect(seen).toEqual(['third']);
});
