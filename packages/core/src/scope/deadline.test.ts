import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { abortable, delay, startDeadline } from './index.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe('startDeadline', () => {
  it('aborts with a timeout that says what, on what and how long', () => {
    using deadline = startDeadline({ timeoutMs: 50 }, 1000, 'container.wait', 'redis');
    vi.advanceTimersByTime(20);
    expect([deadline.signal.aborted, deadline.remainingMs()]).toEqual([false, 30]);
    vi.advanceTimersByTime(30);
    expect(deadline.signal.reason).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('container.wait redis: no answer within 50 ms'),
    });
  });

  it.each([
    [undefined, 1000],
    [0, Number.POSITIVE_INFINITY],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [7, 7],
  ])('takes timeoutMs %s as %s', (timeoutMs, left) => {
    using deadline = startDeadline({ timeoutMs }, 1000, 'x');
    expect(deadline.remainingMs()).toBe(left);
    expect(vi.getTimerCount()).toBe(left === Number.POSITIVE_INFINITY ? 0 : 1);
  });

  it('passes the abort of the caller on, and refuses to begin after it', () => {
    const controller = new AbortController();
    using deadline = startDeadline({ signal: controller.signal }, 1000, 'x');
    controller.abort('enough');
    expect(deadline.signal.reason).toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(() => startDeadline({ signal: controller.signal }, 1000, 'x')).toThrow('the caller aborted');
  });

  it.each([Number.NaN, -1, 1e300, '30s', null])(
    'refuses the timeoutMs %s before anything begins',
    (timeoutMs) => {
      expect(() =>
        startDeadline({ timeoutMs: timeoutMs as number }, 1000, 'container.stop', 'redis'),
      ).toThrow(
        /^container\.stop redis: 1 problem\n {2}timeoutMs: got .*, expected milliseconds from 1 to 2147483647/,
      );
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it('says the milliseconds that are left without fractions', () => {
    using deadline = startDeadline({ timeoutMs: 1197.9007 }, 1000, 'x');
    vi.advanceTimersByTime(1198);
    expect(deadline.signal.reason).toMatchObject({ reason: 'no answer within 1198 ms' });
  });

  it('leaves no timer behind', () => {
    startDeadline({}, 1000, 'x')[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('abortable', () => {
  it('settles with the promise, or with the reason when that comes first', async () => {
    const controller = new AbortController();
    await expect(abortable(Promise.resolve(1), controller.signal)).resolves.toBe(1);
    const never = abortable(new Promise(() => undefined), controller.signal);
    controller.abort(new Error('enough'));
    await expect(never).rejects.toThrow('enough');
    await expect(abortable(Promise.reject(new Error('late')), controller.signal)).rejects.toThrow('enough');
  });
});

describe('delay', () => {
  it('waits, and stops waiting when aborted, without a timer left', async () => {
    const waited = delay(10);
    vi.advanceTimersByTime(10);
    await waited;
    const controller = new AbortController();
    const stopped = delay(10, controller.signal);
    controller.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
    await expect(delay(10, controller.signal)).rejects.toThrow('enough');
    expect(vi.getTimerCount()).toBe(0);
  });
});
