import { expect, test, vi } from 'vitest';
import { useHeldUpClock } from './held-up-clock.fixture.ts';
import { answerTimeout, settledWithin, startAnswerTimer } from './index.ts';

const clock = useHeldUpClock();

/** The three ways to wait for an answer, each as whether its time is up. */
const ways: readonly (readonly [string, (ms: number) => () => boolean])[] = [
  [
    'a timer of an answer',
    (ms) => {
      let isOver = false;
      startAnswerTimer(ms, () => (isOver = true));
      return () => isOver;
    },
  ],
  [
    'a signal of an answer',
    (ms) => {
      const signal = answerTimeout(ms);
      return () => signal.aborted;
    },
  ],
  [
    'a promise that is waited for',
    (ms) => {
      let isOver = false;
      void settledWithin(new Promise(() => undefined), ms).then((settled) => (isOver = !settled));
      return () => isOver;
    },
  ],
];

test.each(ways)('%s is over when its time is up', async (_, start) => {
  const isOver = start(1000);
  await vi.advanceTimersByTimeAsync(999);
  expect(isOver()).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isOver()).toBe(true);
});

test.each(ways)('%s is read before its time is up if this process was held up', async (_, start) => {
  const isOver = start(1000);
  clock.holdUp(300);
  await vi.advanceTimersByTimeAsync(1299);
  expect(isOver()).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isOver()).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('a timer of an answer begins again with each part of the answer', async () => {
  const over = vi.fn();
  using timer = startAnswerTimer(1000, over);
  clock.holdUp(300);
  await vi.advanceTimersByTimeAsync(1000);
  timer.refresh();
  await vi.advanceTimersByTimeAsync(999);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(over).toHaveBeenCalledOnce();
});
