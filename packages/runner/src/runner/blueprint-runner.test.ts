import { delay } from '@docktopus/core/kit';
import { EMPTY, NEVER, of, Subject, throwError } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { collect } from '../consumers/index.ts';
import { JobOutcome, type JobRequest } from '../job/index.ts';
import type { Producer } from '../producers/index.ts';
import { Router } from '../router/index.ts';
import { BlueprintRunner, type RunnerOptions } from './index.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** `echo` returns its body, `slow` takes 100 ms, `stubborn` ignores its signal, `broken` throws. */
const jobs = Router.create()
  .route('echo', ({ body }) => body)
  .route('slow', async ({ body, signal }) => {
    await delay(100, signal);
    return body ?? 'done';
  })
  .route('stubborn', () => new Promise(() => undefined))
  .route('broken', () => {
    throw new Error('broken job');
  });

/** A runner with these jobs, and what there is to look at. */
function setup(options: RunnerOptions = {}) {
  const results = collect();
  const order: string[] = [];
  const runner = BlueprintRunner.for().router(jobs).consumer(results).options(options);
  return { runner, results: results.results, order };
}

/** What a promise has come to so far. */
function outcomeOf(promise: Promise<unknown>): { text: string } {
  const outcome = { text: 'pending' };
  promise.then(
    (value) => Object.assign(outcome, { text: `${value}` }),
    (error: Error) => Object.assign(outcome, { text: error.message }),
  );
  return outcome;
}

const requests = (jobId: string, count: number): JobRequest[] =>
  Array.from({ length: count }, (_, index) => ({ jobId, body: index }));

describe('call', () => {
  it('returns what the job returns, and throws what it throws', async () => {
    const { runner, results } = setup();
    await runner.start();
    expect(await runner.call('echo', 1)).toBe(1);
    await expect(runner.call('broken')).rejects.toThrow('broken job');
    await expect(runner.call('nobody')).rejects.toMatchObject({ code: 'job.not-found' });
    expect(results.map(({ ok }) => ok)).toEqual([true, false, false]);
    await runner.stop();
  });

  test.each<[when: string, reach: (runner: BlueprintRunner) => Promise<void> | undefined]>([
    ['before the start', () => undefined],
    [
      'after the stop',
      async (runner) => {
        await runner.start();
        await runner.stop();
      },
    ],
  ])('%s is refused', async (_, reach) => {
    const { runner } = setup();
    await reach(runner);
    await expect(runner.call('echo')).rejects.toMatchObject({ code: 'runner.state' });
  });

  it('waits for a place, in order, and is refused when too many wait', async () => {
    const { runner, results } = setup({ maxInFlight: 1, maxWaiting: 2 });
    await runner.start();
    const calls = [1, 2, 3].map((body) => runner.call('slow', body));
    await expect(runner.call('slow', 4)).rejects.toMatchObject({ code: 'runner.overloaded' });
    await wait(300);
    await Promise.all(calls);
    expect(results.map((result) => result.ok && result.body)).toEqual([1, 2, 3]);
    await runner.stop();
  });

  it('gives up its place in the queue when its signal aborts', async () => {
    const { runner, results } = setup({ maxInFlight: 1 });
    await runner.start();
    const first = runner.call('slow', 1);
    const caller = new AbortController();
    const second = runner.call('slow', 2, { signal: caller.signal });
    caller.abort(new Error('gave up'));
    await expect(second).rejects.toThrow('gave up');
    await wait(100);
    expect([await first, results.length]).toEqual([1, 1]);
    await runner.stop();
  });
});

describe('the end of the last producer', () => {
  it('is a normal end: everything that was emitted is run, without a deadline', async () => {
    const { runner, results } = setup({ graceMs: 10 });
    const ran = outcomeOf(runner.producer(of(...requests('slow', 50))).run());
    await wait(150);
    expect([ran.text, results.length, runner.state.reason]).toEqual([
      'undefined',
      50,
      'the last producer ended',
    ]);
  });

  it('is waited for by name or not: two of a kind are two', async () => {
    const { runner, results } = setup();
    const late = new Subject<JobRequest>();
    const ran = outcomeOf(
      runner
        .producer(late)
        .producer(of({ jobId: 'echo', body: 1 }))
        .run(),
    );
    await wait(0);
    expect(ran.text).toBe('pending');
    late.next({ jobId: 'echo', body: 2 });
    late.complete();
    await wait(0);
    expect([ran.text, results.length]).toEqual(['undefined', 2]);
  });

  it('is not made while another one is in progress', async () => {
    const { runner } = setup();
    await runner.producer(EMPTY).producer(NEVER).start();
    await wait(1000);
    expect(runner.state.phase).toBe('running');
    await runner.stop();
  });

  it('leaves the deadline of a stop to a stop', async () => {
    const { runner, results } = setup({ graceMs: 50 });
    const ran = outcomeOf(runner.producer(of({ jobId: 'slow' })).run());
    await wait(20);
    expect(runner.state.phase).toBe('finishing');
    const stopped = runner.stop();
    await wait(50);
    await stopped;
    expect([ran.text, results.map(({ ok }) => ok)]).toEqual(['undefined', [false]]);
  });
});

describe('stop', () => {
  it('lets running calls end, and accepts no more', async () => {
    const { runner, results } = setup({ graceMs: 1000 });
    await runner.producer(NEVER).start();
    const running = outcomeOf(runner.call('slow', 'mine'));
    const stopped = outcomeOf(runner.stop());
    await expect(runner.call('echo')).rejects.toMatchObject({ code: 'runner.state' });
    await wait(99);
    expect([running.text, stopped.text, runner.state.phase]).toEqual(['pending', 'pending', 'draining']);
    await wait(1);
    expect([running.text, stopped.text, results.length]).toEqual(['mine', 'undefined', 1]);
  });

  it('aborts what still runs when the grace period is over; each call has one result', async () => {
    const { runner, results } = setup({ graceMs: 50, abortMs: 20 });
    await runner.producer(NEVER).start();
    const calls = [runner.call('slow'), runner.call('stubborn')].map(outcomeOf);
    const stopped = outcomeOf(runner.stop());
    await wait(50);
    expect(runner.state.phase).toBe('aborting');
    await wait(20);
    expect(stopped.text).toBe('undefined');
    expect(calls.map(({ text }) => text)).toEqual(
      Array(2).fill('job: the runner is stopping and its grace period is over'),
    );
    expect(results.map((result) => !result.ok && 'code' in result.error && result.error.code)).toEqual([
      'runner.stopping',
      'runner.stopping',
    ]);
  });

  it('without grace aborts at once, also when it comes second', async () => {
    const { runner } = setup({ graceMs: 60_000, abortMs: 10 });
    await runner.producer(NEVER).start();
    const call = outcomeOf(runner.call('slow'));
    const first = outcomeOf(runner.stop());
    await wait(1);
    const second = outcomeOf(runner.stop({ graceMs: 0 }));
    await wait(10);
    expect([first.text, second.text, call.text]).toEqual([
      'undefined',
      'undefined',
      'job: the runner is stopping and its grace period is over',
    ]);
  });

  it('refuses callers who wait for a place', async () => {
    const { runner } = setup({ maxInFlight: 1 });
    await runner.start();
    const calls = [runner.call('slow'), runner.call('slow')].map(outcomeOf);
    const stopped = runner.stop();
    await wait(100);
    await stopped;
    expect(calls.map(({ text }) => text)).toEqual(['done', 'runner.call: the runner is stopping']);
  });

  it('goes producers, jobs, consumers, services, hooks in reverse', async () => {
    const { runner, order } = setup();
    const producer: Producer = {
      name: 'endless',
      run: ({ signal }) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(said('producer')))),
    };
    function said(what: string) {
      order.push(what);
    }
    runner
      .producer(producer)
      .router(Router.create().route('x', () => delay(10).then(() => said('job'))))
      .consumer({ name: 'c', consume: () => undefined, close: () => said('consumer') })
      .backgroundService(
        ({ signal }) => new Promise((r) => signal.addEventListener('abort', () => r(said('service')))),
      )
      .onShutdown(() => said('first hook'))
      .onShutdown(() => delay(10).then(() => said('last hook')));
    await runner.start();
    void runner.call('x');
    const stopped = runner.stop();
    await wait(50);
    await stopped;
    expect(order).toEqual(['producer', 'job', 'consumer', 'service', 'last hook', 'first hook']);
  });

  it('twice, and before the start, is fine', async () => {
    const { runner } = setup();
    await runner.stop();
    await runner.stop();
    await expect(runner.start()).rejects.toMatchObject({ code: 'runner.state' });
  });
});

describe('failures', () => {
  it('of a producer stop the runner with their cause, and calls drain', async () => {
    const { runner, results } = setup();
    const source = new Subject<JobRequest>();
    const ran = outcomeOf(runner.producer(source).run());
    await wait(0);
    source.next({ jobId: 'slow' });
    source.error(new Error('line cut'));
    await wait(100);
    expect([ran.text, results.length]).toEqual(['runner producer fromObservable: line cut', 1]);
  });

  it('of a background service stop the runner with their cause', async () => {
    const { runner } = setup();
    const service = () => Promise.reject(new Error('out of memory'));
    await expect(runner.backgroundService(service, { name: 'cache' }).run()).rejects.toMatchObject({
      code: 'service.failed',
      message: 'runner background service cache: out of memory',
    });
  });

  it("with restart: 'ignore' fail without stopping the runner", async () => {
    const { runner } = setup();
    await runner
      .producer(
        throwError(() => new Error('line cut')),
        { restart: 'ignore' },
      )
      .producer(NEVER)
      .start();
    await wait(0);
    expect(runner.state.phase).toBe('running');
    await runner.stop();
  });

  it('lead to restarts with growing waits, until there were too many', async () => {
    const { runner } = setup();
    let starts = 0;
    const service = () => {
      starts += 1;
      return Promise.reject(new Error(`start ${starts}`));
    };
    const restart = { initialMs: 100, jitter: 0, attempts: 2 };
    const ran = outcomeOf(runner.producer(NEVER).backgroundService(service, { name: 's', restart }).run());
    await wait(0);
    expect(starts).toBe(1);
    await wait(100);
    expect(starts).toBe(2);
    await wait(200);
    expect([starts, ran.text]).toEqual([3, 'runner background service s: start 3']);
  });

  it('of hooks are reported together, and every hook runs', async () => {
    const { runner, order } = setup();
    runner
      .onShutdown(() => void order.push('first'))
      .onShutdown(() => Promise.reject(new Error('a')))
      .onShutdown(() => new Promise(() => undefined), { timeoutMs: 30 });
    await runner.start();
    const stopped = outcomeOf(runner.stop());
    await wait(30);
    expect([order, stopped.text]).toEqual([['first'], '2 shutdown hooks failed']);
  });

  it('of a consumer to open keep the runner from starting, and what was begun is undone', async () => {
    const { runner, order } = setup();
    const close = (name: string) => () => void order.push(`${name} closed`);
    runner
      .onShutdown(() => void order.push('hook'))
      .consumer({ name: 'a', consume: () => undefined, close: close('a') })
      .consumer({
        name: 'b',
        open: () => Promise.reject(new Error('no disk')),
        consume: () => undefined,
        close: close('b'),
      });
    await expect(runner.start()).rejects.toThrow('no disk');
    expect([order, runner.state.phase]).toEqual([['a closed', 'hook'], 'stopped']);
  });

  it.each(['start', 'run'] as const)(
    'that %s() has thrown is not thrown again when the runner is disposed of',
    async (begin) => {
      const failure = new Error('no disk');
      const begun = (async () => {
        await using runner = setup().runner.consumer({
          name: 'b',
          open: () => Promise.reject(failure),
          consume: () => undefined,
        });
        await runner[begin]();
      })();
      await expect(begun).rejects.toBe(failure);
    },
  );

  it('that nobody has been told of is thrown when the runner is disposed of', async () => {
    const { runner } = setup();
    runner.onShutdown(() => {
      throw new Error('bad hook');
    });
    await runner.start();
    await expect(runner[Symbol.asyncDispose]()).rejects.toThrow('bad hook');
  });

  it('keep the code of the first when more fail while the runner stops', async () => {
    const { runner } = setup();
    runner.onShutdown(() => {
      throw new Error('bad hook');
    });
    const service = () => Promise.reject(new Error('out of memory'));
    await expect(runner.backgroundService(service, { name: 'cache' }).run()).rejects.toMatchObject({
      code: 'service.failed',
      reason: 'out of memory',
      hint: 'More failed while the runner stopped: bad hook',
      cause: { errors: [{ code: 'service.failed' }, expect.anything()] },
    });
  });

  it('of a consumer stop neither jobs nor other consumers', async () => {
    const { runner, results } = setup();
    runner.consumer(() => {
      throw new Error('bad consumer');
    });
    await runner.producer(of(...requests('echo', 3))).run();
    expect([results.length, runner.counters.consumerFailures]).toEqual([3, 3]);
  });
});

describe('what is missing', () => {
  it('is said: jobs', async () => {
    await expect(BlueprintRunner.for().producer(NEVER).run()).rejects.toMatchObject({
      code: 'runner.invalid',
      message: expect.stringContaining('.jobs(YourJobs)'),
    });
  });

  it('does not count as a producer: run() keeps serving calls', async () => {
    const { runner } = setup();
    const ran = outcomeOf(runner.run());
    await wait(10);
    expect(await runner.call('echo', 5)).toBe(5);
    await runner.stop();
    await wait(0);
    expect(ran.text).toBe('undefined');
  });

  it('may not be told to a runner that runs', async () => {
    const { runner } = setup();
    await runner.start();
    expect(() => runner.producer(NEVER)).toThrow(expect.objectContaining({ code: 'runner.state' }));
    await runner.stop();
  });
});

describe('run', () => {
  it('stops when its signal aborts, before the start as well', async () => {
    const abort = new AbortController();
    const { runner } = setup();
    const ran = outcomeOf(runner.run({ signal: abort.signal }));
    await wait(10);
    abort.abort();
    await wait(0);
    expect(ran.text).toBe('undefined');
    await setup().runner.run({ signal: AbortSignal.abort() });
  });

  it('listens for signals of the process only while it runs', async () => {
    const listeners = () => process.listenerCount('SIGTERM') + process.listenerCount('SIGINT');
    const before = listeners();
    const { runner } = setup();
    const ran = runner.run();
    expect(listeners()).toBe(before + 2);
    await runner.stop();
    await ran;
    expect(listeners()).toBe(before);
  });

  it('leaves no timer behind', async () => {
    const { runner } = setup();
    await runner.producer(of(...requests('echo', 3))).run();
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('slow consumers drop results, say how many, and delay no job', async () => {
  const taken: unknown[] = [];
  const { runner, results } = setup({ flushMs: 100 });
  runner.consumer((result) => delay(10).then(() => void taken.push(result.ok && result.body)), { buffer: 2 });
  await runner.start();
  for (let body = 0; body < 10; body += 1) await runner.call('echo', body);
  expect([results.length, taken.length]).toEqual([10, 0]);
  const stopped = runner.stop();
  await wait(100);
  await stopped;
  expect([taken, runner.counters.droppedResults]).toEqual([[0, 8, 9], 7]);
});

test('a consumer that never ends does not keep the runner from stopping', async () => {
  const { runner } = setup({ flushMs: 100 });
  runner.consumer(() => new Promise(() => undefined));
  await runner.start();
  await runner.call('echo', 1);
  await runner.call('echo', 2);
  const stopped = outcomeOf(runner.stop());
  await wait(100);
  expect([stopped.text, runner.counters.droppedResults]).toEqual(['undefined', 2]);
});

test('calls of one job that throws leave the others alone', async () => {
  const { runner, results } = setup();
  await runner.producer(of(...requests('broken', 2), ...requests('echo', 2))).run();
  expect(results.map(({ ok }) => ok)).toEqual([false, false, true, true]);
});

describe('a call that waits for its next try', () => {
  /** `snooze` asks for a later try twice, `flaky` fails twice; both answer at their third run. */
  function napping(options: RunnerOptions = {}) {
    const runs = { snooze: [] as number[], flaky: [] as number[] };
    const router = Router.create()
      .route('snooze', ({ attempt }) => {
        runs.snooze.push(attempt);
        return runs.snooze.length < 3 ? JobOutcome.retryAfter(800) : 'awake';
      })
      .route(
        'flaky',
        ({ attempt }) => {
          runs.flaky.push(attempt);
          if (runs.flaky.length < 3) throw new Error('not yet');
          return 'done';
        },
        { retry: { attempts: 3, initialMs: 800, factor: 1, jitter: 0 } },
      )
      .route('echo', ({ body }) => body)
      .route('slow', ({ signal }) => delay(100, signal).then(() => 'slow'));
    const runner = BlueprintRunner.for()
      .router(router)
      .options({ maxInFlight: 1, ...options });
    return { runner, runs };
  }

  test.each(['snooze', 'flaky'] as const)(
    'gives its place to another call while it waits (%s)',
    async (jobId) => {
      const { runner } = napping();
      await runner.start();
      const waiting = outcomeOf(runner.call(jobId));
      await wait(100);
      expect([await runner.call('echo', 1), waiting.text]).toEqual([1, 'pending']);
      expect(runner.snapshot.calls).toEqual({ inFlight: 1, paused: 1, waiting: 0 });
      await wait(1500);
      expect(waiting.text).toBe(jobId === 'snooze' ? 'awake' : 'done');
      expect(runner.snapshot.calls).toEqual({ inFlight: 0, paused: 0, waiting: 0 });
      await runner.stop();
    },
  );

  it('counts an attempt for each failure, and none for a later try', async () => {
    const { runner, runs } = napping();
    await runner.start();
    const both = Promise.all([runner.call('snooze'), runner.call('flaky')]);
    await wait(1600);
    await both;
    expect(runs).toEqual({ snooze: [1, 1, 1], flaky: [1, 2, 3] });
    await runner.stop();
  });

  it('takes a place again in its turn, and is not refused by callers that wait or a runner that stops', async () => {
    const { runner } = napping({ maxWaiting: 1, graceMs: 10_000 });
    await runner.start();
    const snoozing = outcomeOf(runner.call('snooze'));
    await wait(750);
    const others = [runner.call('slow'), runner.call('echo', 2)].map(outcomeOf);
    const stopped = runner.stop();
    await wait(2000);
    await stopped;
    expect([snoozing.text, ...others.map(({ text }) => text)]).toEqual([
      'awake',
      'slow',
      'runner.call: the runner is stopping',
    ]);
  });

  it('ends when the grace period is over', async () => {
    const { runner } = napping({ graceMs: 100 });
    await runner.start();
    const snoozing = outcomeOf(runner.call('snooze'));
    await wait(0);
    const stopped = runner.stop();
    await wait(100);
    await stopped;
    expect(snoozing.text).toBe('job: the runner is stopping and its grace period is over');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('shares its place with handlers beside it, and gives it back when all of them wait', async () => {
    let beside = 0;
    const router = Router.create()
      .route('nap', () => (beside < 2 ? JobOutcome.retryAfter(500) : 'main'))
      .route('echo', ({ body }) => body)
      .always(async ({ jobId, signal }) => {
        if (jobId !== 'nap') return;
        await delay(200, signal);
        beside += 1;
        return beside < 2 ? JobOutcome.retryAfter(100) : undefined;
      });
    const runner = BlueprintRunner.for().router(router).options({ maxInFlight: 1 });
    await runner.start();
    const nap = outcomeOf(runner.call('nap'));
    await wait(100);
    const echo = outcomeOf(runner.call('echo', 1));
    await wait(50);
    expect(echo.text).toBe('pending');
    await wait(100);
    expect(echo.text).toBe('1');
    await wait(1000);
    expect([nap.text, runner.snapshot.calls.inFlight]).toEqual(['main', 0]);
    await runner.stop();
  });
});

describe('the reason of a signal', () => {
  /** The reason with which the signal of a running call aborts. */
  async function reasonAfter(
    end: (runner: BlueprintRunner, caller: AbortController) => unknown,
  ): Promise<{ code?: string; cause?: unknown }> {
    let reason: unknown;
    const router = Router.create().route(
      'wait',
      ({ signal }) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            reject(signal.reason);
          }),
        ),
      { timeoutMs: 500 },
    );
    const runner = BlueprintRunner.for().router(router).options({ graceMs: 50 });
    await runner.start();
    const caller = new AbortController();
    const call = outcomeOf(runner.call('wait', undefined, { signal: caller.signal }));
    await wait(10);
    void end(runner, caller);
    await wait(600);
    await runner.stop();
    expect(call.text).not.toBe('pending');
    return reason as { code?: string };
  }

  test.each<[what: string, end: (runner: BlueprintRunner, caller: AbortController) => unknown, code: string]>(
    [
      ['its time is up', () => undefined, 'timeout'],
      ['its caller gives up', (_, caller) => caller.abort(new Error('bored')), 'job.cancelled'],
      ['the runner stops', (runner) => runner.stop(), 'runner.stopping'],
    ],
  )('tells that %s', async (_, end, code) => {
    expect(await reasonAfter(end)).toMatchObject({ code });
  });

  it('of a cancelled call has what the caller said as its cause', async () => {
    expect(await reasonAfter((_, caller) => caller.abort(new Error('bored')))).toMatchObject({
      cause: new Error('bored'),
    });
  });
});

describe('a producer', () => {
  const parts = (log: string[], change: Partial<Producer> = {}): Producer => ({
    name: 'queue',
    prepare: () => void log.push('prepared'),
    run: async ({ signal }) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      log.push('ended');
    },
    close: () => void log.push('closed'),
    ...change,
  });

  it('closes once its last call has ended', async () => {
    const { runner, order } = setup({ graceMs: 1000 });
    const run: Producer['run'] = async ({ submit, signal }) => {
      const { ended } = await submit({ jobId: 'slow' });
      void ended.then(({ outcome }) => order.push(`call ${outcome}`));
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      order.push('ended');
    };
    await runner.producer(parts(order, { run })).start();
    await wait(0);
    const stopped = runner.stop();
    await wait(100);
    await stopped;
    expect(order).toEqual(['prepared', 'ended', 'call ok', 'closed']);
  });

  it('closes after a start that failed, if it was prepared', async () => {
    const { runner, order } = setup();
    const broken = parts(order, {
      prepare: () => {
        throw new Error('no broker');
      },
    });
    const never = parts(order, { close: () => void order.push('never') });
    await expect(runner.producer(parts(order)).producer(broken).producer(never).start()).rejects.toThrow(
      'no broker',
    );
    expect(order).toEqual(['prepared', 'closed', 'closed']);
  });

  test.each<[what: string, close: () => Promise<void>]>([
    ['fails', () => Promise.reject(new Error('broker gone'))],
    ['hangs', () => new Promise(() => undefined)],
  ])('that %s while it closes does not keep the runner from stopping', async (_, close) => {
    const { runner, order } = setup({ flushMs: 100 });
    await runner.producer(parts(order, { close })).start();
    const stopped = outcomeOf(runner.stop());
    await wait(200);
    expect([stopped.text, runner.state.phase]).toEqual(['undefined', 'stopped']);
  });

  it('sees how many calls it may submit', async () => {
    const seen: number[] = [];
    const { runner } = setup({ maxInFlight: 3, graceMs: 1000 });
    const run: Producer['run'] = async (host) => {
      seen.push(host.free);
      for (let count = 0; count < 3; count += 1) {
        await host.submit({ jobId: 'slow' });
        seen.push(host.free);
      }
      await delay(100);
      seen.push(host.free);
    };
    await runner.producer(parts([], { run })).start();
    await wait(200);
    expect(seen).toEqual([3, 2, 1, 0, 3]);
    await runner.stop();
  });

  it.each<[what: string, signal: unknown, says: string]>([
    ['a controller', new AbortController(), 'signal: got an AbortController, expected an AbortSignal'],
    ['text', 'now', 'signal: got "now", expected an AbortSignal'],
    ['null', null, 'signal: got null, expected an AbortSignal'],
  ])('is told that %s is no signal, and no place is lost', async (_, signal, says) => {
    const { runner, results } = setup({ maxInFlight: 1, graceMs: 1000 });
    const refused: unknown[] = [];
    const run: Producer['run'] = async (host) => {
      const request = { jobId: 'echo', body: 1, signal } as JobRequest;
      for (const submit of [host.submit, host.trySubmit]) {
        await submit(request).catch((error: unknown) => refused.push(error));
      }
      await host.submit({ jobId: 'echo', body: 2 });
    };
    await runner.producer(parts([], { run })).start();
    await wait(100);
    const error = { code: 'job.invalid', message: expect.stringContaining(says) };
    expect(refused).toMatchObject([error, error]);
    expect(results).toMatchObject([{ ok: true, body: 2 }]);
    await runner.stop();
  });
});

describe('snapshots', () => {
  beforeEach(() => void vi.useFakeTimers());

  it('tell phases at once, counters within a quarter of a second, and complete when the runner has stopped', async () => {
    const { runner } = setup({ graceMs: 1000 });
    const seen: string[] = [];
    let completed = false;
    runner.snapshot$.subscribe({
      next: ({ phase, calls, jobs }) => {
        const slow = jobs.find(({ id }) => id === 'slow');
        seen.push(
          `${phase} ${calls.inFlight} ${slow ? `${slow.counters.inFlight}/${slow.counters.ok}` : '-'}`,
        );
      },
      complete: () => {
        completed = true;
      },
    });
    await runner.start();
    void runner.call('slow');
    await wait(50);
    const quiet = seen.length;
    await wait(200);
    await wait(1000);
    expect(quiet).toBe(3);
    await runner.stop();
    expect(seen.slice(0, 4)).toEqual(['idle 0 -', 'starting 0 -', 'running 0 0/0', 'running 0 0/1']);
    expect([seen.at(-1), completed]).toEqual(['stopped 0 0/1', true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('show what each job was added with', async () => {
    const router = Router.create().route('build', () => 1, { concurrency: 2, timeoutMs: 500, retry: 3 });
    const runner = BlueprintRunner.for().router(router);
    await runner.start();
    expect(runner.snapshot.jobs).toMatchObject([
      { id: 'build', options: { concurrency: 2, timeoutMs: 500, retry: 3 } },
      { id: undefined, options: {} },
    ]);
    await runner.stop();
  });
});
