import { delay } from '@docktopus/core/kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JobOutcome } from '../job/index.ts';
import { silentLogger } from '../log/index.ts';
import { setup, wait } from './durable-runner.fixture.ts';
import { PoisonError } from './index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

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

  it('with something that has no text is dead, and says so', async () => {
    const { runner } = await setup(() => Promise.reject(Object.create(null)));
    const { id } = await runner.submit('work');
    await wait(0);
    expect((await runner.queue.get(id))?.state).toBe('dead');
    await runner.stop();
  });

  it.each<[what: string, thrown: () => unknown]>([
    ['whose message throws when it is read', () => withGetter('message')],
    ['whose name throws when it is read', () => withGetter('name')],
    ['whose cause throws when it is read', () => withGetter('cause')],
    ['one of whose causes throws', () => new Error('outer', { cause: withGetter('message') })],
    ['one of whose parts throws', () => new AggregateError([withGetter('message')], 'all')],
    ['whose message is no text', () => Object.defineProperty(new Error(), 'message', { value: 17n })],
    ['that has a property that throws', () => Object.assign(new Error(), { part: withGetter('message') })],
    ['that is a proxy whose target has gone', revoked],
  ])('with an error %s is dead, and a durable consumer hears of it', async (_, thrown) => {
    const heard: unknown[] = [];
    const { runner } = await setup(() => Promise.reject(thrown()), { heard });
    const { id } = await runner.submit('work');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({
      state: 'dead',
      error: { message: expect.stringContaining('the handler threw') },
    });
    expect(heard).toMatchObject([{ ok: false, callId: id, error: { code: 'job.failed' } }]);
    await runner.stop();
  });

  it.each<[what: string, thrown: () => Error]>([
    ['a message of several megabytes', () => new Error('€\u0001'.repeat(1_500_000))],
    ['thousands of parts', () => new AggregateError(Array(5000).fill(new Error('part')), 'all')],
    [
      'thousands of causes',
      () =>
        Array(5000)
          .fill('')
          .reduce((cause) => new Error('link', { cause }), null),
    ],
    ['itself as its cause', circular],
  ])('with an error that has %s is dead, and a durable consumer hears of it', async (_, thrown) => {
    const heard: unknown[] = [];
    const { runner } = await setup(() => Promise.reject(thrown()), { heard });
    const { id } = await runner.submit('work', 1, { metadata: { note: 'm'.repeat(2 ** 20 - 11) } });
    await wait(0);
    const job = await runner.queue.get(id);
    expect(job).toMatchObject({ state: 'dead', error: { code: 'job.failed' } });
    expect(heard).toMatchObject([{ ok: false, callId: id, error: { message: job?.error?.message } }]);
    await runner.stop();
  });

  it('whose logger cannot write the error is dead, and the log names the job', async () => {
    const errors: string[] = [];
    const error = (message: string, fields: { readonly err?: unknown } = {}) => {
      if (fields.err !== undefined) throw new Error('no JSON');
      errors.push(message);
    };
    const { runner } = await setup(() => Promise.reject(new Error('odd')), {
      logger: { ...silentLogger, error },
    });
    const { id } = await runner.submit('work');
    await wait(0);
    expect((await runner.queue.get(id))?.state).toBe('dead');
    expect(errors).toContain('job "work" failed: Error: odd');
    await runner.stop();
  });

  it('whose retry.when throws is the last, and says both', async () => {
    const when = () => {
      throw new Error('no such class');
    };
    const { runner } = await setup(() => Promise.reject(new Error('broken')), { job: { retry: { when } } });
    const { id } = await runner.submit('work');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({
      state: 'dead',
      error: { message: 'broken; and retry.when failed: no such class' },
    });
    await runner.stop();
  });

  it('with a result that becomes too large for its delivery is dead, and a durable consumer hears why', async () => {
    const heard: unknown[] = [];
    let reads = 0;
    const toJSON = () => {
      reads += 1;
      return reads > 2 ? 'x'.repeat(4_000_000) : 'small';
    };
    const { runner } = await setup(() => ({ toJSON }), { heard });
    const { id } = await runner.submit('work');
    await wait(0);
    expect(await runner.queue.get(id)).toMatchObject({ state: 'dead', error: { code: 'job.too-large' } });
    expect(heard).toMatchObject([{ ok: false, error: { code: 'job.too-large' } }]);
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

function withGetter(name: string): Error {
  return Object.defineProperty(new Error('odd'), name, {
    get: () => {
      throw new Error('no access');
    },
  });
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable(new Error('gone'), {});
  revoke();
  return proxy;
}

function circular(): Error {
  const error = new Error('round');
  error.cause = error;
  return error;
}
