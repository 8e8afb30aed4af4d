import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runOf } from '../job/index.ts';
import { Router } from '../router/index.ts';
import { BlueprintRunner } from '../runner/index.ts';
import { setup, wait } from './durable-runner.fixture.ts';
import { memoryQueue, type QueueOptions } from './index.ts';
import { JobQueue } from './job-queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an operator', () => {
  it('queues a dead job again, which continues after its finished steps', async () => {
    let broken = true;
    const done: string[] = [];
    const { runner } = await setup(async (call) => {
      await runOf(call).step('one', () => void done.push('one'));
      if (broken) throw new Error('broken');
      return 'fine';
    });
    const { id } = await runner.submit('work');
    await wait(0);
    expect((await runner.queue.get(id))?.state).toBe('dead');
    broken = false;
    expect(await runner.queue.redrive(id)).toBe(1);
    await wait(0);
    expect([await runner.queue.get(id), done]).toMatchObject([{ state: 'done', result: 'fine' }, ['one']]);
    await runner.stop();
  });

  it('queues all jobs that match again, runs a done one from its start, and leaves the others alone', async () => {
    let runs = 0;
    const { runner } = await setup(async (call) => {
      await runOf(call).step('count', () => {
        runs += 1;
      });
    });
    const jobs = await runner.submitAll([
      { jobId: 'work' },
      { jobId: 'work' },
      { jobId: 'work', delayMs: 60_000 },
    ]);
    await wait(0);
    expect(await runner.queue.redrive({ jobId: 'work' })).toBe(2);
    await wait(0);
    expect([runs, (await runner.queue.get(jobs[2]!.id))?.state]).toEqual([4, 'delayed']);
    await runner.stop();
  });

  it('pauses and resumes one job, or all', async () => {
    const { runner } = await setup(() => 1);
    await runner.queue.pause('work');
    const { id } = await runner.submit('work');
    await wait(100);
    expect((await runner.queue.get(id))?.state).toBe('queued');
    await runner.queue.pause();
    await runner.queue.resume('work');
    await wait(100);
    expect((await runner.queue.get(id))?.state).toBe('queued');
    await runner.queue.resume();
    await wait(0);
    expect((await runner.queue.get(id))?.state).toBe('done');
    await runner.stop();
  });

  it('lists in pages, counts, removes and purges', async () => {
    const { runner } = await setup(({ body }) => {
      if (body === 'bad') throw new Error('bad');
    });
    await runner.submitAll(['a', 'b', 'bad', 'c'].map((body) => ({ jobId: 'work', body })));
    const { id } = await runner.submit('work', 'late', { delayMs: 60_000 });
    await wait(0);
    const first = await runner.queue.list({ limit: 3 });
    const second = await runner.queue.list({ limit: 3, cursor: first.cursor });
    expect([...first.jobs, ...second.jobs].map(({ body }) => body)).toEqual(['late', 'c', 'bad', 'b', 'a']);
    expect([first.cursor === undefined, second.cursor]).toEqual([false, undefined]);
    expect((await runner.queue.list({ state: 'dead' })).jobs.map(({ body }) => body)).toEqual(['bad']);
    expect(await runner.queue.counts('work')).toEqual({
      queued: 0,
      delayed: 1,
      running: 0,
      done: 3,
      dead: 1,
      cancelled: 0,
    });
    expect([await runner.queue.remove(id), await runner.queue.remove(id)]).toEqual([true, false]);
    expect([await runner.queue.purge({ state: 'done' }), await runner.queue.purge({})]).toEqual([3, 1]);
    await runner.stop();
  });

  it('keeps ended jobs by time and count', async () => {
    const { runner } = await setup(() => 1, { queue: { keep: { done: { count: 2, ms: 10_000 } } } });
    for (let count = 0; count < 4; count += 1) {
      await runner.submit('work');
      await wait(0);
    }
    expect((await runner.queue.counts()).done).toBe(2);
    await wait(20_000);
    await runner.submit('work');
    await wait(0);
    expect((await runner.queue.counts()).done).toBe(1);
    await runner.stop();
  });
});

it('queue options that are out of range are refused together', async () => {
  const router = Router.create().route('work', () => 1, { durable: true });
  const runner = BlueprintRunner.for()
    .router(router)
    .queue(memoryQueue(), {
      leaseMs: 1,
      graceMs: Number.NaN,
      limits: { stepBytes: 0 },
      maxStall: 9,
    } as QueueOptions);
  await expect(runner.start()).rejects.toMatchObject({
    code: 'queue.invalid',
    message: expect.stringMatching(
      /leaseMs: got 1,.*graceMs: got NaN.*limits.stepBytes: got 0.*maxStall: .*did you mean 'maxStalls'/s,
    ),
  });
});

it('a filter, an id and a page that do not fit are refused with what is expected', async () => {
  const store = memoryQueue();
  const queue = new JobQueue(() => store);
  await expect(queue.get(7 as never)).rejects.toThrow('id: got 7, expected the id of a job, which is text');
  await expect(queue.list({ jobId: -1, limit: 0, state: 'finished' as never })).rejects.toThrow(
    /state: got "finished", expected one of 'queued'.*jobId: got -1, expected text that is not empty, or a whole number of at least 0.*limit: got 0, expected a whole number from 1 to 1000/s,
  );
});
