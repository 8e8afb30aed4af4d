import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SshTurnstile } from './ssh-turnstile.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function tenAtOnce() {
  const turnstile = new SshTurnstile();
  const leave = new Map<number, () => void>();
  for (let i = 0; i < 10; i += 1) turnstile.pass((done) => leave.set(i, done));
  return leave;
}

test('six pass at a time, in order; who leaves lets the next one in', () => {
  const leave = tenAtOnce();
  expect([...leave.keys()]).toEqual([0, 1, 2, 3, 4, 5]);
  leave.get(3)?.();
  leave.get(3)?.();
  expect([...leave.keys()].slice(6)).toEqual([6]);
  for (const i of [6, 0, 1]) leave.get(i)?.();
  expect(leave.size).toBe(10);
});

test('who takes too long holds up nobody', () => {
  const leave = tenAtOnce();
  vi.advanceTimersByTime(2_000);
  expect(leave.size).toBe(10);
});
