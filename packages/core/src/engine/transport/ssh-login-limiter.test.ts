import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SshLoginLimiter } from './ssh-login-limiter.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function tenAtOnce() {
  const logins = new SshLoginLimiter();
  const leave = new Map<number, () => void>();
  for (let i = 0; i < 10; i += 1) void logins.pass().then((done) => leave.set(i, done));
  await turn();
  return leave;
}

/** Lets all promises that can settle do so. */
const turn = () => vi.advanceTimersByTimeAsync(0);

test('six connections log in at a time, and one that is done lets the next one in, once', async () => {
  const leave = await tenAtOnce();
  expect([...leave.keys()]).toEqual([0, 1, 2, 3, 4, 5]);
  leave.get(3)?.();
  leave.get(3)?.();
  await turn();
  expect([...leave.keys()].slice(6)).toEqual([6]);
  for (const i of [6, 0, 1]) leave.get(i)?.();
  await turn();
  expect(leave.size).toBe(10);
});

test('a connection that takes too long to log in stops holding up the others', async () => {
  const leave = await tenAtOnce();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(leave.size).toBe(10);
});
