import { Semaphore } from '@docktopus/core/kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AnswerWatch } from './answer-watch.ts';

const never = () => new Promise<never>(() => undefined);

describe('a watch over the calls of a server', () => {
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'performance'] }),
  );
  afterEach(() => void vi.useRealTimers());

  it('fails a call when the server has been silent for too long', async () => {
    const call = expect(new AnswerWatch(1000).during(never)).rejects.toThrow('no answer for 1250 ms');
    await vi.advanceTimersByTimeAsync(1250);
    await call;
  });

  it('lets a call wait for longer while the server answers others, and not without an end', async () => {
    const watch = new AnswerWatch(1000);
    let failed = false;
    const call = watch.during(never).catch(() => {
      failed = true;
    });
    for (let answers = 0; answers < 19; answers += 1) {
      const other = watch.during(() => new Promise((resolve) => setTimeout(resolve, 500)));
      await vi.advanceTimersByTimeAsync(500);
      await other;
    }
    expect(failed).toBe(false);
    await vi.advanceTimersByTimeAsync(750);
    await call;
    expect(failed).toBe(true);
  });

  it('blames no server for the time that a call waits in a line of ours, unless the server is silent', async () => {
    const [watch, line] = [new AnswerWatch(1000), new Semaphore(1)];
    const answered = Array.from({ length: 40 }, () =>
      watch.during(() => new Promise((resolve) => setTimeout(resolve, 500)), line),
    );
    await vi.advanceTimersByTimeAsync(20_000);
    await Promise.all(answered);
    const silent = [1, 2, 3].map(() =>
      expect(watch.during(never, line)).rejects.toThrow('no answer for 1250 ms'),
    );
    await vi.advanceTimersByTimeAsync(1250);
    await Promise.all(silent);
  });

  it('fails no call whose answer could not be read because this process was held up', async () => {
    let answer = (_: string): void => undefined;
    const call = new AnswerWatch(1000).during(() => new Promise<string>((resolve) => (answer = resolve)));
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5000);
    await vi.advanceTimersByTimeAsync(250);
    answer('read');
    expect(await call).toBe('read');
    clock.mockRestore();
  });

  it('keeps no timer once all calls have been answered', async () => {
    const watch = new AnswerWatch(1000);
    await watch.during(async () => 1);
    await vi.advanceTimersByTimeAsync(250);
    expect(vi.getTimerCount()).toBe(0);
  });
});
