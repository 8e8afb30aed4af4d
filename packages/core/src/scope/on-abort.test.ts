import { once } from 'node:events';
import { expect, it } from 'vitest';
import { endingOf, NEVER, onAbort } from './on-abort.ts';

it('calls all who listen once, in order, but for those who stopped', () => {
  const controller = new AbortController();
  const heard: number[] = [];
  const stops = [1, 2, 3, 4].map((each) => onAbort(controller.signal, () => heard.push(each)));
  stops[1]?.();
  controller.abort();
  controller.abort();
  for (const stop of stops) stop();
  expect(heard).toEqual([1, 3, 4]);
});

it('hears of an abort after everybody had stopped listening and somebody began again', () => {
  const controller = new AbortController();
  const heard: number[] = [];
  onAbort(controller.signal, () => heard.push(1))();
  onAbort(controller.signal, () => heard.push(2));
  controller.abort();
  expect(heard).toEqual([2]);
});

it('shares a signal among hundreds of calls without a warning of a leak', async () => {
  const controller = new AbortController();
  const warned = once(process, 'warning', { signal: AbortSignal.timeout(50) }).then(
    ([warning]: unknown[]) => warning,
    () => 'nothing',
  );
  const stops = Array.from({ length: 300 }, () => onAbort(controller.signal, () => undefined));
  expect(await warned).toBe('nothing');
  for (const stop of stops) stop();
});

it('leaves nothing on a signal that outlives its calls', () => {
  const controller = new AbortController();
  const [added, removed] = [[] as string[], [] as string[]];
  const { signal } = controller;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    added.push(given[0]);
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    removed.push(given[0]);
    remove(...given);
  };
  const stops = Array.from({ length: 5 }, () => onAbort(signal, () => undefined));
  for (const stop of stops) stop();
  expect([added, removed]).toEqual([['abort'], ['abort']]);
});

it('tells the reason of a signal, once there is one', () => {
  const controller = new AbortController();
  const ending = endingOf(controller.signal);
  expect(endingOf(controller.signal)).toBe(ending);
  expect(ending.reason).toBeUndefined();
  controller.abort('enough');
  expect(ending.reason).toBe('enough');
});

it('works with a signal that takes no properties', () => {
  const controller = new AbortController();
  const signal = Object.preventExtensions(controller.signal);
  let heard = 0;
  const stop = onAbort(signal, () => {
    heard += 10;
  });
  onAbort(signal, () => {
    heard += 1;
  });
  stop();
  controller.abort();
  expect(heard).toBe(1);
});

it('never calls those who listen to NEVER', () => {
  expect(onAbort(NEVER, () => undefined)).toBe(onAbort(NEVER, () => undefined));
  expect(endingOf(NEVER).reason).toBeUndefined();
});
