import { delay } from '@docktopus/core/kit';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { z } from 'zod';
import { collect } from '../consumers/index.ts';
import { JobOutcome, runOf } from '../job/index.ts';
import { type LogFields, silentLogger } from '../log/index.ts';
import { type JobOptions, Router } from '../router/index.ts';
import { BlueprintRunner, type RunnerOptions } from '../runner/index.ts';
import { type MemoryQueue, memoryQueue, PoisonError, type QueueOptions } from './index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

type Handler = Parameters<Router['route']>[1];

interface Setup extends RunnerOptions {
  readonly job?: JobOptions;
  readonly queue?: QueueOptions;
  readonly store?: MemoryQueue;
}

/** A runner that runs `handler` as the durable job `work`, with a store in memory. */
async function setup(handler: Handler, { job, queue, store = memoryQueue(), ...options }: Setup = {}) {
  const results = collect();
  const warnings: string[] = [];
  const warn = (message: string, _fields?: LogFields) => void warnings.push(message);
  const logger = { ...silentLogger, warn, error: warn };
  const router = Router.create().route('work', handler, { durable: true, ...job });
  const runner = BlueprintRunner.for()
    .router(router)
    .queue(store, queue)
    .consumer(results)
    .options({ logger, ...options });
  await runner.start();
  return { runner, store, results: results.results, warnings };
}

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
        'runner.start: a durable job has nowhere to be kept: "work". Add .queue(sqliteQueue()), which @docktopus/queue has, or leave out durable: true',
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

  it('of several is all or none', async () => {
    const { runner, store } = await setup(() => 1);
    await expect(runner.submitAll([{ jobId: 'work' }, { jobId: 'work', body: 1n }])).rejects.toMatchObject({
      code: 'job.not-json',
    });
    expect(await store.counts()).toEqual([]);
    expect(await runner.submitAll([{ jobId: 'work' }, { jobId: 'work' }])).toHaveLength(2);
    await runner.stop();
  });
});

describe('an attempt that fails', () => {
  it('is followed by others after growing waits, and the last one is the end', async () => {
    const attempts: number[] = [];
    const { runner, results } = await setup(
      ({ attempt }) => {
        attempts.push(attempt);
        throw new Error(`attempt ${attempt}`);
      },
      { job: { retry: { attempts: 3, initialMs: 1000, jitter: 0 } } },
    );
    const { id } = await runner.submit('work');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({
      state: 'delayed',
      attempt: 1,
      error: { message: 'attempt 1' },
    });
    await wait(999);
    expect(attempts).toEqual([1]);
    await wait(1);
    await wait(2000);
    expect(attempts).toEqual([1, 2, 3]);
    expect(await runner.queue.get(id)).toMatchObject({
      state: 'dead',
      attempt: 3,
      error: { code: 'job.failed', message: 'attempt 3' },
    });
    expect(results).toMatchObject([{ ok: false, callId: id, error: { message: 'attempt 3' } }]);
    await runner.stop();
  });

  it('with PoisonError is the last, whatever retry says', async () => {
    const { runner } = await setup(
      () => {
        throw new PoisonError('no such repository');
      },
      { job: { retry: 5 } },
    );
    const { id } = await runner.submit('work');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({
      state: 'dead',
      attempt: 1,
      error: { code: 'job.poison' },
    });
    await runner.stop();
  });

  it('after its time fails, its signal says so, and it is tried again', async () => {
    const reasons: unknown[] = [];
    const { runner } = await setup(
      async ({ signal, attempt }) => {
        if (attempt === 2) return 'in time';
        await delay(10_000, signal).catch((error: { code: string }) => {
          reasons.push(error.code);
          throw error;
        });
        return 'late';
      },
      { job: { timeoutMs: 500, retry: { attempts: 2, initialMs: 0 } } },
    );
    const { id } = await runner.submit('work');
    await wait(600);
    expect([reasons, await runner.queue.get(id)]).toMatchObject([
      ['timeout'],
      { state: 'done', result: 'in time' },
    ]);
    await runner.stop();
  });

  it('a handler that ignores its signal is left behind after a grace, and what it returns is not kept', async () => {
    let finish!: (value: string) => void;
    const { runner, warnings } = await setup(
      ({ attempt }) =>
        attempt === 1
          ? new Promise<string>((resolve) => {
              finish = resolve;
            })
          : 'second',
      { job: { timeoutMs: 500, retry: { attempts: 2, initialMs: 0 } }, queue: { graceMs: 200 } },
    );
    const { id } = await runner.submit('work');
    await wait(699);
    expect((await runner.queue.get(id))?.state).toBe('running');
    await wait(10);
    finish('first');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({ state: 'done', result: 'second', attempt: 2 });
    expect(warnings.some((line) => line.includes('ignores its signal'))).toBe(true);
    await runner.stop();
  });

  it('is the last when the deadline of the job comes before the next', async () => {
    const { runner } = await setup(
      () => {
        throw new Error('not yet');
      },
      { job: { deadlineMs: 1500, retry: { attempts: 9, initialMs: 1000, jitter: 0 } } },
    );
    const { id } = await runner.submit('work');
    await wait(1000);
    expect(await runner.queue.get(id)).toMatchObject({ state: 'dead', attempt: 2 });
    await runner.stop();
  });

  it('a job whose deadline passes while it runs is dead, and the signal says why', async () => {
    const reasons: string[] = [];
    const { runner } = await setup(
      ({ signal }) =>
        delay(10_000, signal).catch((error: { code: string }) => {
          reasons.push(error.code);
          throw error;
        }),
      { job: { deadlineMs: 500, retry: 5 } },
    );
    const { id } = await runner.submit('work');
    await wait(500);
    expect([reasons, await runner.queue.get(id)]).toMatchObject([
      ['job.expired'],
      { state: 'dead', error: { code: 'job.expired' } },
    ]);
    await runner.stop();
  });

  it('with a result that JSON cannot say is dead, since it would fail again', async () => {
    const { runner } = await setup(() => ({ n: 1n }), { job: { retry: 5 } });
    const { id } = await runner.submit('work');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({ state: 'dead', error: { code: 'job.not-json' } });
    await runner.stop();
  });
});

describe('a later try', () => {
  it('holds no place while it waits, and stays the same attempt', async () => {
    const attempts: number[] = [];
    const { runner } = await setup(
      ({ attempt, body }) => {
        if (body === 'other') return 'other';
        attempts.push(attempt);
        return attempts.length < 3 ? JobOutcome.retryAfter(1000) : 'done';
      },
      { maxInFlight: 1 },
    );
    const { id } = await runner.submit('work');
    const other = await runner.submit('work', 'other');
    await wait(0);
    expect([(await runner.queue.get(id))?.state, (await runner.queue.get(other.id))?.state]).toEqual([
      'delayed',
      'done',
    ]);
    await wait(2000);
    expect([attempts, (await runner.queue.get(id))?.state]).toEqual([[1, 1, 1], 'done']);
    await runner.stop();
  });
});

describe('steps', () => {
  it('are not repeated by later attempts, and come back as JSON has them', async () => {
    const done: string[] = [];
    const { runner } = await setup(
      async (call) => {
        const run = runOf(call);
        const commit = await run.step('checkout', () => {
          done.push('checkout');
          return { sha: 'abc', at: new Date(0) };
        });
        if (call.attempt === 1) throw new Error('the build broke');
        return run.step('push', () => {
          done.push('push');
          return commit;
        });
      },
      { job: { retry: { attempts: 2, initialMs: 10 } } },
    );
    const { id } = await runner.submit('work');
    await wait(20);
    expect(done).toEqual(['checkout', 'push']);
    expect(await runner.queue.get(id)).toMatchObject({
      state: 'done',
      steps: ['checkout', 'push'],
      result: { sha: 'abc', at: '1970-01-01T00:00:00.000Z' },
    });
    await runner.stop();
  });

  it('of one name are refused within an attempt, but for one that has failed', async () => {
    const { runner } = await setup(async (call) => {
      const run = runOf(call);
      await run.step('a', () => Promise.reject(new Error('once'))).catch(() => undefined);
      await run.step('a', () => 1);
      return run.step('a', () => 2);
    });
    const { id } = await runner.submit('work');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({ state: 'dead', error: { code: 'job.step-repeated' } });
    await runner.stop();
  });

  it('that are too large together are refused', async () => {
    const { runner } = await setup((call) => runOf(call).step('a', () => 'x'.repeat(100)), {
      queue: { limits: { stepBytes: 50 } },
    });
    const { id } = await runner.submit('work');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({ state: 'dead', error: { code: 'job.too-large' } });
    await runner.stop();
  });

  it('have effect keys that are the same in each attempt, and no others', async () => {
    const keys: string[] = [];
    const { runner } = await setup(
      (call) => {
        keys.push(runOf(call).effectKey('push'), runOf(call).effectKey('pull'));
        if (call.attempt === 1) throw new Error('again');
      },
      { job: { retry: { attempts: 2, initialMs: 0 } } },
    );
    await runner.submit('work');
    await wait(1);
    await runner.submit('work');
    await wait(1);
    expect(keys.slice(2, 4)).toEqual(keys.slice(0, 2));
    expect(new Set(keys).size).toBe(4);
    expect(keys.every((key) => /^[a-z0-9]{32}$/.test(key))).toBe(true);
    await runner.stop();
  });

  it('of a job that is not durable are remembered from attempt to attempt as well', async () => {
    let checkouts = 0;
    const router = Router.create().route(
      'plain',
      async (call) => {
        const commit = await runOf(call).step('checkout', () => {
          checkouts += 1;
          return 'abc';
        });
        if (call.attempt === 1) throw new Error('again');
        return commit;
      },
      { retry: { attempts: 2, initialMs: 0 } },
    );
    const runner = BlueprintRunner.for().router(router);
    await runner.start();
    const called = runner.call('plain');
    await wait(1);
    expect([await called, checkouts]).toEqual(['abc', 1]);
    await runner.stop();
  });
});

it('progress and log can be read while the job runs', async () => {
  const { runner } = await setup(async (call) => {
    const run = runOf(call);
    run.progress(0.3, 'compiling');
    run.log('line one');
    run.log('line two');
    await delay(1000, call.signal);
    run.progress(7);
  });
  const { id } = await runner.submit('work');
  await wait(10);
  expect(await runner.queue.get(id)).toMatchObject({ progress: { fraction: 0.3, note: 'compiling' } });
  expect(await runner.queue.log(id)).toMatchObject([
    { line: 1, text: 'line one' },
    { line: 2, text: 'line two' },
  ]);
  expect(await runner.queue.log(id, { after: 1 })).toMatchObject([{ line: 2 }]);
  await wait(1000);
  expect(await runner.queue.get(id)).toMatchObject({ state: 'done', progress: { fraction: 1 } });
  await runner.stop();
});

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
});

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
