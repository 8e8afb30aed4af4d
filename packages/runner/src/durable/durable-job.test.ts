import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { z } from 'zod';
import { type JobOptions, Router } from '../router/index.ts';
import { BlueprintRunner } from '../runner/index.ts';
import { setup, wait } from './durable-runner.fixture.ts';
import { memoryQueue } from './index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a durable job', () => {
  it('runs once it is kept, and its result is kept with it', async () => {
    const { runner, results } = await setup(({ body }) => ({ doubled: (body as number) * 2 }));
    const { id, deduplicated } = await runner.submit('work', 21, { metadata: { from: 'test' } });
    await wait(0);
    expect(deduplicated).toBe(false);
    expect(await runner.queue.get(id)).toMatchObject({
      id,
      jobId: 'work',
      state: 'done',
      body: 21,
      metadata: { from: 'test' },
      attempt: 1,
      result: { doubled: 42 },
      error: undefined,
    });
    expect(results).toMatchObject([
      { ok: true, callId: id, body: { doubled: 42 }, metadata: { from: 'test' } },
    ]);
    await runner.stop();
  });

  it('is called like any other, and answers what its handler returned', async () => {
    const { runner } = await setup(({ body }) => body);
    const call = runner.call('work', { a: 1 });
    await wait(0);
    expect(await call).toEqual({ a: 1 });
    await runner.stop();
  });

  it('without a body gets undefined, and without a result is done', async () => {
    const seen: unknown[] = [];
    const { runner, results } = await setup(({ body }) => void seen.push(body));
    const { id } = await runner.submit('work');
    await wait(0);
    expect([seen, (await runner.queue.get(id))?.state, results]).toEqual([[undefined], 'done', []]);
    await runner.stop();
  });

  it('needs a queue, and the error says what to write', async () => {
    const router = Router.create().route('work', () => 1, { durable: true });
    await expect(BlueprintRunner.for().router(router).start()).rejects.toMatchObject({
      code: 'queue.missing',
      message:
        'runner.start: a durable job has nowhere to be kept: "work". Add .queue(sqliteQueue()) from @docktopus/queue, or leave out durable: true',
    });
  });

  test.each<[what: string, options: JobOptions]>([
    ['concurrencyKey', { concurrencyKey: 'tenant' }],
    ['rate', { rate: { limit: 1 } }],
    ['deadlineMs', { deadlineMs: 1 }],
    ['concurrency with limits', { concurrency: { perKey: 1 } }],
  ])('alone may have %s', (_, options) => {
    expect(() => Router.create().route('x', () => 1, options)).toThrow(
      expect.objectContaining({ code: 'job.invalid' }),
    );
  });

  test.each<[what: string, options: JobOptions]>([
    ['concurrency', { concurrency: 0 }],
    ['concurrency perKey', { concurrency: { perKey: 1.5 } }],
    ['rate', { rate: { limit: 0 } }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['attempts', { retry: 0 }],
  ])('with a wrong %s is refused when it is registered', (_, options) => {
    expect(() => Router.create().route('x', () => 1, { durable: true, ...options })).toThrow();
  });
});

describe('a submission', () => {
  it('of the same idempotency key is the same job, also when it has ended', async () => {
    let runs = 0;
    const { runner } = await setup(() => {
      runs += 1;
      return runs;
    });
    const first = await runner.submit('work', { a: 1, b: 2 }, { idempotencyKey: 'k' });
    await wait(0);
    const second = await runner.submit('work', { b: 2, a: 1 }, { idempotencyKey: 'k' });
    await wait(0);
    expect(second).toEqual({ id: first.id, deduplicated: true });
    expect(runs).toBe(1);
    await expect(runner.submit('work', { a: 2 }, { idempotencyKey: 'k' })).rejects.toMatchObject({
      code: 'job.key-reused',
      details: { id: first.id },
    });
    await runner.stop();
  });

  const circular: Record<string, unknown> = {};
  circular.self = circular;

  test.each<[what: string, jobId: string, body: unknown, code: string]>([
    ['of a job that there is not', 'other', 1, 'job.not-found'],
    ['that the schema does not accept', 'work', 'text', 'job.body-invalid'],
    ['with a BigInt', 'work', { n: 1n }, 'job.not-json'],
    ['that is circular', 'work', circular, 'job.not-json'],
    ['that is a function', 'work', () => 1, 'job.not-json'],
    ['that is too large', 'work', { n: 1, text: 'x'.repeat(100) }, 'job.too-large'],
  ])('%s is refused, and nothing is kept', async (_, jobId, body, code) => {
    const store = memoryQueue();
    const router = Router.create().route('work', () => 1, {
      durable: true,
      body: z.object({ n: z.number() }),
    });
    const runner = BlueprintRunner.for()
      .router(router)
      .queue(store, { limits: { payloadBytes: 100 } });
    await runner.start();
    await expect(runner.submit(jobId, body)).rejects.toMatchObject({ code });
    expect(await store.counts()).toEqual([]);
    await runner.stop();
  });

  test.each<[what: string, tenant: string, got: string]>([
    ['is too long', 'x'.repeat(256), '256 characters'],
    ['has a NUL', 'a\0b', 'NUL or a half character'],
    ['has half a character', 'a\ud800', 'NUL or a half character'],
  ])('with a concurrency key that %s is refused, and nothing is kept', async (_, tenant, got) => {
    const { runner, store } = await setup(() => 1, { job: { concurrencyKey: 'tenant' } });
    await expect(runner.submit('work', { tenant })).rejects.toMatchObject({
      code: 'job.body-invalid',
      message: expect.stringContaining(`the concurrency key of the body is invalid: got ${got}`),
      details: { issues: [{ path: 'concurrencyKey', got }] },
    });
    expect(await store.counts()).toEqual([]);
    await runner.stop();
  });

  test.each(['idempotencyKey', 'affinity'])('with a NUL in %s is refused', async (option) => {
    const { runner } = await setup(() => 1);
    await expect(runner.submit('work', 1, { [option]: 'a\0b' })).rejects.toMatchObject({
      code: 'job.invalid',
      message: expect.stringContaining('expected a text of 1 to 255 characters without NUL'),
    });
    await runner.stop();
  });

  it('of a job that is not durable says so', async () => {
    const router = Router.create()
      .route('work', () => 1, { durable: true })
      .route('plain', () => 1);
    const runner = BlueprintRunner.for().router(router).queue(memoryQueue());
    await runner.start();
    await expect(runner.submit('plain')).rejects.toMatchObject({ code: 'job.not-durable' });
    await runner.stop();
  });

  it('names every option that is out of range', async () => {
    const { runner } = await setup(() => 1);
    await expect(
      runner.submit('work', 1, { delayMs: -1, priority: 0.5, idempotencyKey: '', deadlineMs: 0 }),
    ).rejects.toThrow(/idempotencyKey.*delayMs.*priority.*deadlineMs/s);
    await runner.stop();
  });

  it('has whole times, whatever fractions it was submitted with', async () => {
    const { runner, store } = await setup(() => 1);
    const { id } = await runner.submit('work', 1, { delayMs: 1000.4, deadlineMs: 2000.4 });
    const now = Date.now();
    expect(await store.get(id)).toMatchObject({ dueAt: now + 1001, deadlineAt: now + 2001 });
    await runner.stop();
  });

  it('of several is all or none', async () => {
    const { runner, store } = await setup(() => 1);
    await expect(runner.submitAll([{ jobId: 'work' }, { jobId: 'work', body: 1n }])).rejects.toMatchObject({
      code: 'job.not-json',
    });
    expect(await store.counts()).toEqual([]);
    expect(await runner.submitAll([{ jobId: 'work' }, { jobId: 'work' }])).toHaveLength(2);
    await runner.stop();
  });

  it('of several, one of which has the key of another body, says that the others are kept', async () => {
    const { runner } = await setup(() => 1);
    await runner.submit('work', 1, { idempotencyKey: 'k' });
    await expect(
      runner.submitAll([
        { jobId: 'work', body: 2, idempotencyKey: 'k' },
        { jobId: 'work', id: 'beside' },
      ]),
    ).rejects.toMatchObject({
      code: 'job.key-reused',
      hint: 'Use one key for one body. The calls beside it whose keys are free are kept: do not submit them again',
    });
    expect(await runner.queue.get('beside')).toBeDefined();
    await runner.stop();
  });
});
