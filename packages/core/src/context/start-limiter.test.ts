import { expect, test } from 'vitest';
import { StartLimiter } from './start-limiter.ts';

const never = new AbortController().signal;

/** Work that is under way until it is told otherwise. */
function workload(limiter: StartLimiter) {
  const begun: string[] = [];
  const finish = new Map<string, () => void>();
  const run = (name: string, signal = never) =>
    limiter.run(signal, (release) => {
      begun.push(name);
      finish.set(`${name} early`, release);
      return new Promise<void>((resolve) => finish.set(name, resolve));
    });
  return { begun, run, finish: (name: string) => finish.get(name)?.() };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('as many as there are slots run, the others in the order of asking', async () => {
  const { begun, run, finish } = workload(new StartLimiter(2));
  const all = ['a', 'b', 'c', 'd'].map((name) => run(name));
  await turn();
  expect(begun).toEqual(['a', 'b']);
  finish('b');
  await turn();
  expect(begun).toEqual(['a', 'b', 'c']);
  for (const name of ['a', 'c']) finish(name);
  await turn();
  finish('d');
  await Promise.all(all);
});

test('a slot can be given back before the work is done, once', async () => {
  const { begun, run, finish } = workload(new StartLimiter(1));
  const all = ['a', 'b', 'c'].map((name) => run(name));
  await turn();
  finish('a early');
  finish('a early');
  await turn();
  expect(begun).toEqual(['a', 'b']);
  finish('a');
  await turn();
  expect(begun).toEqual(['a', 'b']);
  finish('b');
  await turn();
  finish('c');
  await Promise.all(all);
});

test('whoever stops waiting loses the turn, and the next one gets it', async () => {
  const { begun, run, finish } = workload(new StartLimiter(1));
  const first = run('a');
  const impatient = new AbortController();
  const second = run('b', impatient.signal);
  const third = run('c');
  impatient.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  finish('a');
  await first;
  await turn();
  expect(begun).toEqual(['a', 'c']);
  finish('c');
  await third;
});

test('a slot that is granted to one who has just given up goes to the next', async () => {
  const { begun, run, finish } = workload(new StartLimiter(1));
  const first = run('a');
  const impatient = new AbortController();
  const second = run('b', impatient.signal);
  const third = run('c');
  await turn();
  finish('a early');
  impatient.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  await turn();
  expect(begun).toEqual(['a', 'c']);
  for (const name of ['a', 'c']) finish(name);
  await Promise.all([first, third]);
});
