import { OpenEnding } from '@docktopus/core/kit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { attemptEnding } from './attempt-ending.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const NO_TIMES = { subject: '"build"', timeoutMs: undefined, deadlineAt: undefined };

it('is the lease itself when the attempt has no time', () => {
  const lease = new OpenEnding();
  expect(attemptEnding(lease, NO_TIMES).ending).toBe(lease);
});

it('says that the attempt has taken too long', () => {
  using attempt = attemptEnding(new OpenEnding(), { ...NO_TIMES, timeoutMs: 500 });
  vi.advanceTimersByTime(499);
  expect(attempt.ending.reason).toBeUndefined();
  vi.advanceTimersByTime(60_000);
  expect(attempt.ending.reason).toMatchObject({
    code: 'timeout',
    message: expect.stringContaining('it has not ended within 500 ms'),
    hint: 'Raise timeoutMs, or find out what it waits for',
  });
});

it('says that the deadline of the job has passed', () => {
  using attempt = attemptEnding(new OpenEnding(), { ...NO_TIMES, deadlineAt: Date.now() + 500 });
  vi.advanceTimersByTime(60_000);
  expect(attempt.ending.reason).toMatchObject({
    code: 'job.expired',
    message: expect.stringContaining('while it ran'),
  });
});

it('ends with its lease, also with one that had ended before', () => {
  const lost = new Error('lost');
  const [lease, before] = [new OpenEnding(), new OpenEnding()];
  before.end(lost);
  using late = attemptEnding(before, { ...NO_TIMES, timeoutMs: 500 });
  using attempt = attemptEnding(lease, { ...NO_TIMES, timeoutMs: 500 });
  expect(late.ending.reason).toBe(lost);
  lease.end(lost);
  vi.advanceTimersByTime(60_000);
  expect(attempt.ending.reason).toBe(lost);
});

it('leaves neither a timer nor a listener behind', () => {
  const lease = new OpenEnding();
  const attempt = attemptEnding(lease, { ...NO_TIMES, timeoutMs: 500, deadlineAt: Date.now() + 500 });
  attempt[Symbol.dispose]();
  expect(vi.getTimerCount()).toBe(0);
  lease.end(new Error('lost'));
  expect(attempt.ending.reason).toBeUndefined();
});
