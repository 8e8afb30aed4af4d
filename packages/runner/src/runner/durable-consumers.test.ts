import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Consumer, ConsumerOptions } from '../consumers/index.ts';
import { memoryQueue, PoisonError } from '../durable/index.ts';
import type { JobResult } from '../job/index.ts';
import { silentLogger } from '../log/index.ts';
import { Router } from '../router/index.ts';
import { BlueprintRunner } from './index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const DELIVERY = 'deliver to billing';

/** A runner with a durable consumer that fails `failures` times first. */
async function setup(failures = 0, options: ConsumerOptions = {}, store = memoryQueue()) {
  const taken: JobResult[] = [];
  let left = failures;
  const ends: string[] = [];
  const billing: Consumer = {
    name: 'billing',
    open: () => void ends.push('open'),
    consume: (result) => {
      if (left > 0) {
        left -= 1;
        throw new Error('the books are closed');
      }
      taken.push(result);
    },
    close: () => void ends.push('close'),
  };
  const seen: unknown[] = [];
  const router = Router.create()
    .route('work', ({ body }) => ({ bill: body }), { durable: true })
    .route('bad', () => Promise.reject(new PoisonError('never')), { durable: true })
    .route('light', () => 'paid')
    .always(({ jobId }) => void seen.push(jobId));
  const runner = BlueprintRunner.for()
    .router(router)
    .queue(store)
    .consumer(billing, { durable: true, ...options })
    .options({ logger: silentLogger });
  await runner.start();
  return { runner, store, taken, ends, seen };
}

it('a durable consumer that fails gets the result again until it takes it, and is closed at the end', async () => {
  const { runner, taken, ends, seen } = await setup(3);
  const { id } = await runner.submit('work', 7, { metadata: { order: '7' } });
  await wait(0);
  expect([taken, (await runner.queue.get(id))?.state]).toEqual([[], 'done']);
  await wait(120_000);
  expect(taken).toMatchObject([
    { ok: true, callId: id, jobId: 'work', handledBy: 'route', body: { bill: 7 }, metadata: { order: '7' } },
  ]);
  const { jobs } = await runner.queue.list({ jobId: DELIVERY });
  expect(jobs).toMatchObject([{ state: 'done', attempt: 4 }]);
  expect(seen).toEqual(['work']);
  await runner.stop();
  expect(ends).toEqual(['open', 'close']);
});

it('a durable consumer gets failures with their code, and results of jobs that are not durable', async () => {
  const { runner, taken } = await setup();
  await runner.submit('bad');
  await wait(0);
  await runner.call('light');
  await wait(0);
  expect(taken).toMatchObject([
    { ok: false, jobId: 'bad', error: { code: 'job.poison', message: expect.stringContaining('never') } },
    { ok: true, jobId: 'light', body: 'paid' },
  ]);
  await runner.stop();
});

it('a result whose consumer was away is delivered by the next process', async () => {
  const store = memoryQueue();
  // Another process that has the store open, so that it outlives both.
  await store.open({ dataDir: '', log: silentLogger, retention: KEEP, maxLogBytes: 1000 });
  const first = await setup(Number.POSITIVE_INFINITY, {}, store);
  const { id } = await first.runner.submit('work', 1);
  await wait(0);
  await first.runner.stop();
  const second = await setup(0, {}, store);
  await wait(120_000);
  expect([first.taken.length, second.taken.map(({ callId }) => callId)]).toEqual([0, [id]]);
  await second.runner.stop();
});

it('a delivery that is given up is dead, is not delivered itself, and can be redriven', async () => {
  const { runner, taken } = await setup(2, { durable: { retry: 2 } });
  await runner.submit('work', 1);
  await wait(120_000);
  const { jobs } = await runner.queue.list({ jobId: DELIVERY });
  expect(jobs).toMatchObject([{ state: 'dead', attempt: 2 }]);
  await runner.queue.redrive(jobs[0]!.id);
  await wait(0);
  expect(taken).toHaveLength(1);
  await runner.stop();
});

it('a durable consumer gets what its filter lets through', async () => {
  const { runner, taken } = await setup(0, { filter: ({ ok }) => !ok });
  await runner.submit('work', 1);
  await runner.submit('bad');
  await wait(0);
  expect(taken.map(({ jobId }) => jobId)).toEqual(['bad']);
  await runner.stop();
});

it('a durable consumer needs a queue, and a name that is its alone', async () => {
  const router = Router.create().route('light', () => 1);
  const unnamed = BlueprintRunner.for().router(router).queue(memoryQueue());
  await expect(unnamed.consumer(() => undefined, { durable: true }).start()).rejects.toMatchObject({
    code: 'runner.invalid',
    hint: "Give it one: .consumer({ name: 'billing', consume: (result) => … }, { durable: true })",
  });
  const named: Consumer = { name: 'billing', consume: () => undefined };
  await expect(
    BlueprintRunner.for().router(router).consumer(named, { durable: true }).start(),
  ).rejects.toMatchObject({ code: 'queue.missing' });
});

const KEEP = { done: { ms: 1e9, count: 100 }, dead: { ms: 1e9, count: 100 } };
