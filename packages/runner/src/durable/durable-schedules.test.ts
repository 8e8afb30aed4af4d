import { DocktopusError } from '@docktopus/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../log/index.ts';
import { cron, interval, type ProducerLike } from '../producers/index.ts';
import { Router } from '../router/index.ts';
import { BlueprintRunner } from '../runner/index.ts';
import { type MemoryQueue, memoryQueue } from './index.ts';

const running: BlueprintRunner[] = [];
beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-01-05T09:59:30Z') }));
afterEach(async () => {
  for (const runner of running.splice(0)) await runner.stop({ graceMs: 0 });
  vi.useRealTimers();
});

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const hourly = (options = {}) => cron('0 * * * *', 'work', { db: 0 }, { timezone: 'UTC', ...options });

/** A process that runs `producer` on a store, and the times that it was called for. */
async function start(
  store: MemoryQueue,
  producer: ProducerLike,
  called: string[],
  { callMs = 0, warnings = [] }: { readonly callMs?: number; readonly warnings?: string[] } = {},
) {
  const handler = async ({ metadata }: { readonly metadata: Readonly<Record<string, unknown>> }) => {
    called.push(String(metadata.scheduledFor ?? new Date().toISOString()).slice(11, 19));
    if (callMs > 0) await new Promise((resolve) => setTimeout(resolve, callMs));
  };
  const runner = BlueprintRunner.for()
    .router(Router.create().route('work', handler, { durable: true }))
    .queue(store)
    .producer(producer)
    .options({ logger: { ...silentLogger, warn: (text) => void warnings.push(text) }, graceMs: 0 });
  running.push(runner);
  await runner.start();
  return runner;
}

describe('a cron of a durable job', () => {
  it('calls it once for each time, however many processes share the store', async () => {
    const [store, called] = [memoryQueue(), [] as string[]];
    await Promise.all([
      start(store, hourly(), called),
      start(store, hourly(), called),
      start(store, hourly(), called),
    ]);
    await wait(3 * 3_600_000);
    expect(called).toEqual(['10:00:00', '11:00:00', '12:00:00']);
  });

  it.each([
    ['once', ['10:00:00', '14:00:00', '15:00:00']],
    ['skip', ['10:00:00', '15:00:00']],
  ] as const)('with missed %s runs %j when no process ran from 10:30 to 14:30', async (missed, times) => {
    const [store, called] = [memoryQueue(), [] as string[]];
    const first = await start(store, hourly({ missed }), called);
    await wait(3_600_000 / 2);
    await first.stop();
    await wait(4 * 3_600_000);
    await start(store, hourly({ missed }), called);
    await wait(3_600_000);
    expect(called).toEqual(times);
  });

  it.each([
    ['once', ['10:00:00', '14:00:00', '15:00:00']],
    ['skip', ['10:00:00', '15:00:00']],
  ] as const)(
    'with missed %s runs %j when the store was away from 10:30 to 14:30, and says so once',
    async (missed, times) => {
      const [store, called, warnings] = [memoryQueue(), [] as string[], [] as string[]];
      const answer = store.fire.bind(store);
      let away = false;
      store.fire = (...args) =>
        away
          ? Promise.reject(new DocktopusError('queue.unavailable', { operation: 'fire', reason: 'away' }))
          : answer(...args);
      await start(store, hourly({ missed }), called, { warnings });
      await wait(3_600_000);
      away = true;
      await wait(4 * 3_600_000);
      away = false;
      await wait(3_600_000);
      expect(called).toEqual(times);
      expect(warnings).toEqual(['a producer waits: its call cannot be kept']);
    },
  );

  it('runs a time once when the store kept its call and the answer was lost', async () => {
    const [store, called] = [memoryQueue(), [] as string[]];
    const answer = store.fire.bind(store);
    let lost = 0;
    store.fire = async (...args) => {
      const outcome = await answer(...args);
      if (args[2] === undefined || lost === 3) return outcome;
      lost += 1;
      throw new DocktopusError('queue.unavailable', { operation: 'fire', reason: 'the answer was lost' });
    };
    await start(store, hourly(), called);
    await wait(2 * 3_600_000);
    expect([lost, called]).toEqual([3, ['10:00:00', '11:00:00']]);
  });

  it('skips a time when the call of the one before still runs, on any machine', async () => {
    const [store, called] = [memoryQueue(), [] as string[]];
    const slow = { callMs: 90 * 60_000 };
    await Promise.all([start(store, hourly(), called, slow), start(store, hourly(), called, slow)]);
    await wait(4 * 3_600_000);
    expect(called).toEqual(['10:00:00', '12:00:00']);
  });

  it('does not call it again for a time after the clock was set back', async () => {
    const [store, called] = [memoryQueue(), [] as string[]];
    await start(store, hourly(), called);
    await wait(90_000);
    vi.setSystemTime(new Date('2026-01-05T09:30:00Z'));
    await wait(3_600_000);
    expect(called).toEqual(['10:00:00']);
  });
});

describe('an interval of a durable job', () => {
  it('calls it once for each time among processes that were not started together', async () => {
    const [store, called] = [memoryQueue(), [] as string[]];
    await start(store, interval(60_000, 'work'), called);
    await wait(10_000);
    await start(store, interval(60_000, 'work'), called);
    await wait(3 * 60_000);
    expect(called).toEqual(['10:00:00', '10:01:00', '10:02:00']);
  });

  it('of a fraction of a millisecond has the same times in all processes', async () => {
    const [store, fired] = [memoryQueue(), [] as number[]];
    const answer = store.fire.bind(store);
    store.fire = async (name, tick, job) => {
      const outcome = await answer(name, tick, job);
      if (outcome.fired) fired.push(tick - new Date('2026-01-05T09:59:30Z').getTime());
      return outcome;
    };
    await Promise.all([
      start(store, interval(1000 / 3, 'work'), []),
      start(store, interval(1000 / 3, 'work'), []),
    ]);
    await wait(2000);
    expect(fired).toEqual([333, 667, 1000, 1333, 1667, 2000]);
  });
});

it.each([
  ['a body that is no JSON', new Map(), 'got a Map'],
  ['a body that is too large', 'x'.repeat(2 ** 21), 'more than the limit'],
  ['a body with a bigint', 1n, 'got 1n'],
])(
  'a schedule of a durable job with %s fails when it begins, and not at its first time',
  async (_, body, says) => {
    const runner = await start(memoryQueue(), cron('0 3 * * *', 'work', body), []);
    await wait(0);
    running.splice(0);
    await expect(runner.stop()).rejects.toThrow(says);
  },
);
