import { delay } from '@docktopus/core/kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setup, wait } from './durable-runner.fixture.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('cancelling', () => {
  it('ends a job that waits', async () => {
    const { runner } = await setup(() => 1);
    const { id } = await runner.submit('work', 1, { delayMs: 5000 });
    expect([await runner.queue.cancel(id), await runner.queue.cancel(id)]).toEqual(['cancelled', 'ended']);
    await wait(6000);
    expect(await runner.queue.get(id)).toMatchObject({ state: 'cancelled', attempt: 0 });
    expect(await runner.queue.cancel('nobody')).toBe('unknown');
    await runner.stop();
  });

  it('aborts the signal of a job that runs, which says why', async () => {
    const reasons: unknown[] = [];
    const { runner, results } = await setup(
      ({ signal }) =>
        delay(10_000, signal).catch((error: Error) => {
          reasons.push(error.message);
          throw error;
        }),
      { job: { retry: 5 } },
    );
    const { id } = await runner.submit('work');
    await wait(0);
    expect(await runner.queue.cancel(id, 'not wanted any more')).toBe('cancelling');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({
      state: 'cancelled',
      error: { code: 'job.cancelled' },
    });
    expect([reasons, results]).toMatchObject([
      [expect.stringContaining('not wanted any more')],
      [{ ok: false }],
    ]);
    await runner.stop();
  });

  it('comes with the signal of runner.call()', async () => {
    const { runner } = await setup(({ signal }) => delay(10_000, signal));
    const caller = new AbortController();
    const called = runner
      .call('work', 1, { signal: caller.signal })
      .catch((error: { code: string }) => error.code);
    await wait(0);
    caller.abort(new Error('gone'));
    await wait(0);
    expect(await called).toBe('job.cancelled');
    await runner.stop();
  });

  it('comes with a signal that aborts while the job is being kept', async () => {
    const { runner, store } = await setup(({ signal }) => delay(10_000, signal));
    const caller = new AbortController();
    const keep = store.submit.bind(store);
    vi.spyOn(store, 'submit').mockImplementation(async (jobs) => {
      const kept = await keep(jobs);
      caller.abort(new Error('gone'));
      return kept;
    });
    const called = runner
      .call('work', 1, { signal: caller.signal })
      .catch((error: { code: string }) => error.code);
    await wait(0);
    expect(await called).toBe('job.cancelled');
    await runner.stop();
  });
});
