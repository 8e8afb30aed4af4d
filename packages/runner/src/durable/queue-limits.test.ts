import { delay } from '@docktopus/core/kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type JobOptions } from '../router/index.ts';
import { type Setup, setup, wait } from './durable-runner.fixture.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('limits', () => {
  /** How many ran at a time, and in which order they began. */
  async function run(job: JobOptions, bodies: readonly unknown[], options: Setup = {}) {
    let now = 0;
    const most = { all: 0, byTenant: new Map<string, number>() };
    const running = new Map<string, number>();
    const order: string[] = [];
    const { runner } = await setup(
      async ({ body }) => {
        const { tenant } = body as { tenant: string };
        order.push(tenant);
        now += 1;
        running.set(tenant, (running.get(tenant) ?? 0) + 1);
        most.all = Math.max(most.all, now);
        most.byTenant.set(tenant, Math.max(most.byTenant.get(tenant) ?? 0, running.get(tenant) ?? 0));
        await delay(100);
        now -= 1;
        running.set(tenant, (running.get(tenant) ?? 0) - 1);
      },
      { job, ...options },
    );
    await runner.submitAll(bodies.map((body) => ({ jobId: 'work', body })));
    await wait(20_000);
    expect((await runner.queue.counts()).done).toBe(bodies.length);
    await runner.stop();
    return { most, order };
  }

  const tenants = (...counts: readonly [tenant: string, count: number][]) =>
    counts.flatMap(([tenant, count]) => Array.from({ length: count }, () => ({ tenant })));

  it('of a job hold', async () => {
    expect((await run({ concurrency: 3 }, tenants(['a', 10]))).most.all).toBe(3);
  });

  it('of each key hold when there are keys, and keys do not hold up each other', async () => {
    const { most } = await run({ concurrency: 2, concurrencyKey: 'tenant' }, tenants(['a', 10], ['b', 10]));
    expect([most.all, [...most.byTenant]]).toEqual([
      4,
      [
        ['a', 2],
        ['b', 2],
      ],
    ]);
  });

  it('of job, key and worker hold together', async () => {
    const { most } = await run(
      {
        concurrency: { perJob: 5, perKey: 2, perWorker: 3 },
        concurrencyKey: (body: { tenant: string }) => body.tenant,
      },
      tenants(['a', 5], ['b', 5]),
    );
    expect([most.all, most.byTenant.get('a')]).toEqual([3, 2]);
  });

  it('a key with many jobs does not keep one with few waiting', async () => {
    const { order } = await run(
      { concurrency: { perJob: 1 }, concurrencyKey: 'tenant' },
      tenants(['a', 100], ['b', 3]),
    );
    expect(order.lastIndexOf('b')).toBeLessThan(8);
  });

  it('a rate starts so many per time', async () => {
    const { order } = await run({ rate: { limit: 2, perMs: 1000 } }, tenants(['a', 6]));
    expect(order.length).toBe(6);
  });

  it('higher priorities go first', async () => {
    const order: unknown[] = [];
    const { runner } = await setup(({ body }) => delay(10).then(() => void order.push(body)), {
      job: { concurrency: 1 },
    });
    await runner.submitAll([
      { jobId: 'work', body: 'first' },
      { jobId: 'work', body: 'low', priority: -1 },
      { jobId: 'work', body: 'normal' },
      { jobId: 'work', body: 'high', priority: 5 },
    ]);
    await wait(100);
    expect(order).toEqual(['high', 'first', 'normal', 'low']);
    await runner.stop();
  });
});
