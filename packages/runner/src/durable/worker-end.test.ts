import { delay } from '@docktopus/core/kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setup, wait } from './durable-runner.fixture.ts';
import { memoryQueue } from './index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a stop', () => {
  it('lets running jobs end, and gives back those that do not without counting an attempt', async () => {
    const store = memoryQueue();
    const first = await setup(({ body, signal }) => delay(body as number, signal).then(() => body), {
      store,
      graceMs: 1000,
      job: { retry: 1 },
    });
    const quick = await first.runner.submit('work', 500);
    const slow = await first.runner.submit('work', 5000);
    const second = await setup(({ attempt }) => ({ attempt }), { store, queue: { work: false } });
    await wait(0);
    const stopped = first.runner.stop();
    await wait(1000);
    await stopped;
    expect([
      (await second.runner.queue.get(quick.id))?.state,
      (await second.runner.queue.get(slow.id))?.state,
    ]).toEqual(['done', 'queued']);
    const third = await setup(({ attempt }) => ({ attempt }), { store });
    await wait(0);
    expect(await second.runner.queue.get(slow.id)).toMatchObject({ state: 'done', result: { attempt: 1 } });
    await Promise.all([second.runner.stop(), third.runner.stop()]);
  });

  it('starts no more jobs, and keeps what is submitted while it drains', async () => {
    const store = memoryQueue();
    const { runner } = await setup(({ signal }) => delay(500, signal), {
      store,
      graceMs: 1000,
      maxInFlight: 1,
    });
    await runner.submit('work');
    await runner.submit('work');
    await wait(0);
    const stopped = runner.stop();
    await wait(100);
    await runner.submit('work');
    await wait(1000);
    await stopped;
    expect(await store.counts()).toEqual([
      { job: '"work"', state: 'done', count: 1 },
      { job: '"work"', state: 'queued', count: 2 },
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps a handler that ignores its signal from running elsewhere before its lease would have ended', async () => {
    const store = memoryQueue();
    const { runner } = await setup(() => new Promise(() => undefined), {
      store,
      graceMs: 10,
      queue: { leaseMs: 3000, graceMs: 20 },
    });
    const { id } = await runner.submit('work');
    await wait(0);
    const stopped = runner.stop();
    await wait(1100);
    await stopped;
    expect(await store.get(id)).toMatchObject({ state: 'delayed', failures: 0, stalls: 0 });
  });
});

describe('a worker that dies', () => {
  it('loses its lease, and another one runs the job', async () => {
    const store = memoryQueue();
    const first = await setup(({ signal }) => delay(60_000, signal), { store, queue: { leaseMs: 3000 } });
    const { id } = await first.runner.submit('work');
    await wait(0);
    const { worker } = (await store.get(id))!;
    const second = await setup(() => 'second', { store, queue: { leaseMs: 3000 } });
    store.kill(worker!);
    await wait(2000);
    expect((await store.get(id))?.state).toBe('running');
    await wait(2000);
    expect(await store.get(id)).toMatchObject({ state: 'done', result: '"second"', stalls: 1, failures: 0 });
    expect(first.warnings.some((line) => line.includes('lost its lease'))).toBe(true);
    await Promise.all([first.runner.stop({ graceMs: 0 }), second.runner.stop()]);
  });

  it('too often is the end of the job', async () => {
    const store = memoryQueue();
    const { runner } = await setup(({ signal }) => delay(60_000, signal), {
      store,
      queue: { leaseMs: 3000, maxStalls: 0 },
    });
    const { id } = await runner.submit('work');
    await wait(0);
    store.kill((await store.get(id))!.worker!);
    await wait(5000);
    expect(await store.get(id)).toMatchObject({ state: 'dead', error: { code: 'job.stalled' } });
    await runner.stop({ graceMs: 0 });
  });
});
