import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { settledWithin, withResolvers } from './index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([
  ['resolves', async () => 1],
  ['rejects', () => Promise.reject(new Error('broken'))],
])('a promise that %s in time has settled, and leaves no timer', async (_, act) => {
  await expect(settledWithin(act(), 1000)).resolves.toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('a promise that is still pending when the time is up has not settled', async () => {
  const { promise } = withResolvers();
  const answer = settledWithin(promise, 1000);
  await vi.advanceTimersByTimeAsync(1000);
  await expect(answer).resolves.toBe(false);
});

test('a time that no timer can hold is waited for, and not cut to nothing', async () => {
  const { promise, resolve } = withResolvers();
  const answer = settledWithin(promise, Number.POSITIVE_INFINITY);
  await vi.advanceTimersByTimeAsync(10_000_000);
  resolve();
  await expect(answer).resolves.toBe(true);
});
