import { Injector } from '@docktopus/core';
import { delay } from '@docktopus/core/kit';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { AcceptedCall, applyLayers, CallScope, type JobHandler, type Layer } from '../job/index.ts';
import { silentLogger } from '../log/index.ts';
import { backoff } from './backoff.ts';
import { concurrency, logging, mutex, rateLimit, retry, timeout } from './index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Calls `handler` inside `layer`; the outcome is text, so that rejections need no care while time stands still. */
function caller(layer: Layer, handler: JobHandler) {
  const inside = applyLayers([layer], handler);
  return (call = new AcceptedCall({ jobId: 'x' })): { call: AcceptedCall; outcome: string } => {
    const run = { call, outcome: 'running' };
    const ended = inside(call, new CallScope(Injector.create(), call)) as Promise<unknown>;
    ended.then(
      (value) => Object.assign(run, { outcome: String(value) }),
      (error: Error & { code?: string }) => Object.assign(run, { outcome: error.code ?? error.message }),
    );
    return run;
  };
}

const until = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('timeout', () => {
  it('fails the call, aborts the signal of the handler and does not wait for it', async () => {
    let seen: AbortSignal | undefined;
    const run = caller(timeout(100), (call) => {
      seen = call.signal;
      return new Promise(() => undefined);
    })();
    await until(99);
    expect([run.outcome, seen?.aborted]).toEqual(['running', false]);
    await until(1);
    expect([run.outcome, seen?.aborted]).toEqual(['timeout', true]);
  });

  it('passes on the abort of the call, and leaves no timer behind', async () => {
    const run = caller(timeout(100), (call) => delay(1000, call.signal))();
    run.call.abort(new Error('enough'));
    await until(0);
    expect([run.outcome, vi.getTimerCount()]).toEqual(['aborted', 0]);
  });
});

describe('backoff', () => {
  test.each<[options: Parameters<typeof backoff>[0], random: number, waits: number[]]>([
    [{}, 0, [200, 400, 800, 1600]],
    [{}, 1, [100, 200, 400, 800]],
    [{ initialMs: 10, factor: 10, maxMs: 500, jitter: 0 }, 1, [10, 100, 500, 500]],
    [{ initialMs: 10, factor: 1 }, 0, [10, 10, 10, 10]],
    [{ jitter: 1 }, 1, [0, 0, 0, 0]],
  ])('%j with random %s waits %j', (options, random, waits) => {
    const waitMs = backoff(options, () => random);
    expect([1, 2, 3, 4].map(waitMs)).toEqual(waits);
  });

  test.each([
    { initialMs: -1 },
    { factor: 0.5 },
    { jitter: 2 },
    { initialMs: 10, maxMs: 5 },
    { maxMs: 2 ** 31 },
  ])('%j is refused', (options) => {
    expect(() => backoff(options)).toThrow(expect.objectContaining({ code: 'runner.invalid' }));
  });
});

describe('retry', () => {
  const failing = (times: number) => {
    let attempts = 0;
    return () => {
      attempts += 1;
      if (attempts <= times) throw new Error(`attempt ${attempts}`);
      return `fine at ${attempts}`;
    };
  };

  it('waits longer each time, and returns what the last attempt returned', async () => {
    const run = caller(retry({ attempts: 3, jitter: 0 }), failing(2))();
    await until(199);
    expect(run.outcome).toBe('running');
    await until(1 + 399);
    expect(run.outcome).toBe('running');
    await until(1);
    expect(run.outcome).toBe('fine at 3');
  });

  it('fails with the error of the last attempt', async () => {
    const run = caller(retry({ attempts: 2 }), failing(5))();
    await until(1000);
    expect(run.outcome).toBe('attempt 2');
  });

  it('does not repeat what is not worth it', async () => {
    const run = caller(retry({ attempts: 9, when: (error) => !String(error).includes('2') }), failing(5))();
    await until(100_000);
    expect(run.outcome).toBe('attempt 2');
  });

  it('gives up its wait when the call is aborted, with the error it has', async () => {
    const run = caller(retry(5), failing(5))();
    await until(0);
    run.call.abort(new Error('stop'));
    await until(0);
    expect([run.outcome, vi.getTimerCount()]).toEqual(['attempt 1', 0]);
  });
});

describe('limits', () => {
  const slow: JobHandler = (call) => delay(100, call.signal).then(() => 'done');
  const outcomes = (runs: { outcome: string }[]) => runs.map(({ outcome }) => outcome);

  it('concurrency runs so many at a time, the others in order', async () => {
    const call = caller(concurrency(2), slow);
    const runs = [call(), call(), call()];
    await until(100);
    expect(outcomes(runs)).toEqual(['done', 'done', 'running']);
    await until(100);
    expect(outcomes(runs)).toEqual(['done', 'done', 'done']);
  });

  it('concurrency lets go of a call that is aborted while it waits', async () => {
    const call = caller(concurrency(1), slow);
    const runs = [call(), call(), call()];
    runs[1]?.call.abort(new Error('left'));
    await until(200);
    expect(outcomes(runs)).toEqual(['done', 'left', 'done']);
  });

  it('a mutex runs calls with one key one after the other, others beside them', async () => {
    const call = caller(
      mutex(({ metadata }) => metadata.tenant),
      slow,
    );
    const of = (tenant?: string) => new AcceptedCall({ jobId: 'x', metadata: tenant ? { tenant } : {} });
    const runs = [call(of('a')), call(of('a')), call(of('b')), call(of()), call(of())];
    await until(100);
    expect(outcomes(runs)).toEqual(['done', 'running', 'done', 'done', 'done']);
    await until(100);
    expect(outcomes(runs)).toEqual(['done', 'done', 'done', 'done', 'done']);
  });

  it('a rate limit starts so many per time, and refuses whose turn is too far away', async () => {
    const call = caller(rateLimit({ limit: 2, perMs: 1000, maxWaitMs: 600 }), () => 'done');
    const runs = [call(), call(), call(), call()];
    await until(0);
    expect(outcomes(runs)).toEqual(['done', 'done', 'running', 'runner.overloaded']);
    await until(500);
    expect(outcomes(runs)).toEqual(['done', 'done', 'done', 'runner.overloaded']);
  });

  it('a rate limit gives the turn of an aborted call to the next', async () => {
    const call = caller(rateLimit({ limit: 1, perMs: 1000, maxWaitMs: 1000 }), () => 'done');
    const [, second] = [call(), call()];
    second.call.abort(new Error('left'));
    await until(0);
    const third = call();
    await until(1000);
    expect(outcomes([second, third])).toEqual(['left', 'done']);
  });
});

it('logging tells of ends and failures, without the body', async () => {
  const lines: unknown[] = [];
  const log = { ...silentLogger, debug: line, warn: line };
  function line(message: string, fields?: object) {
    lines.push([message, Object.keys(fields ?? {})]);
  }
  caller(logging(log), () => 1)();
  caller(logging(log), () => Promise.reject(new Error('broken')))();
  await until(0);
  expect(lines).toEqual([
    ['job ended', ['callId', 'jobId', 'durationMs']],
    ['job failed', ['callId', 'jobId', 'durationMs', 'err']],
  ]);
});
