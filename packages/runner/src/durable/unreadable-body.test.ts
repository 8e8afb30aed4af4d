import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Router } from '../router/index.ts';
import { BlueprintRunner } from '../runner/index.ts';
import { setup, wait } from './durable-runner.fixture.ts';
import { memoryQueue, type QueueOptions } from './index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a body that this version cannot read', () => {
  const V1 = z.object({ a: z.number() });
  const V2 = z.object({ a: z.string() });

  /** A program of version 2 that accepts bodies, and workers of version 1. */
  async function deploy(queue: QueueOptions = {}) {
    const store = memoryQueue();
    const of = async (schema: z.ZodType, options: QueueOptions) => {
      const router = Router.create().route('work', ({ body }) => body, { durable: true, body: schema });
      const runner = BlueprintRunner.for().router(router).queue(store, options);
      await runner.start();
      return runner;
    };
    return { store, old: () => of(V1, queue), fresh: (work: boolean) => of(V2, { work }) };
  }

  it('is given back, listed as refused, and run by a newer version', async () => {
    const { store, old, fresh } = await deploy();
    const [v1, web] = [await old(), await fresh(false)];
    const { id } = await web.submit('work', { a: 'new' });
    await wait(10);
    const { jobs } = await web.queue.list({ refused: true });
    expect(jobs).toMatchObject([
      { id, state: 'delayed', attempt: 1, refusals: [{ reason: expect.stringContaining('body.a') }] },
    ]);
    const v2 = await fresh(true);
    await v1.stop();
    await wait(60_000);
    expect(await store.get(id)).toMatchObject({ state: 'done', failures: 0 });
    await Promise.all([v2.stop(), web.stop()]);
  });

  it('is dead when enough workers have refused it', async () => {
    const { store, old, fresh } = await deploy({ maxRefusals: 2 });
    const [a, b, web] = [await old(), await old(), await fresh(false)];
    const { id } = await web.submit('work', { a: 'new' });
    await wait(60_000);
    expect(await store.get(id)).toMatchObject({ state: 'dead', error: { code: 'job.unreadable' } });
    await Promise.all([a.stop(), b.stop(), web.stop()]);
  });

  it('is dead if no newer worker takes it in time', async () => {
    const { store, old, fresh } = await deploy({ refusalMs: 30_000 });
    const [v1, web] = [await old(), await fresh(false)];
    const { id } = await web.submit('work', { a: 'new' });
    await wait(29_000);
    expect((await store.get(id))?.state).toBe('delayed');
    await wait(2000);
    expect(await store.get(id)).toMatchObject({ state: 'dead', error: { code: 'job.unreadable' } });
    await Promise.all([v1.stop(), web.stop()]);
  });

  it('of a job that this version does not know waits for one that does', async () => {
    const store = memoryQueue();
    const { runner } = await setup(() => 1, { store });
    const other = BlueprintRunner.for()
      .router(Router.create().route('new', () => 'new', { durable: true }))
      .queue(store, { work: false });
    await other.start();
    const { id } = await other.submit('new');
    await wait(60_000);
    expect(await store.get(id)).toMatchObject({ state: 'queued', startedAt: undefined });
    await Promise.all([runner.stop(), other.stop()]);
  });
});
