import { setMaxListeners } from 'node:events';
import { type Container, type ContainerStatus, DocktopusError, Injector } from '@docktopus/core';
import { delay } from '@docktopus/core/kit';
import { BehaviorSubject, of, Subject, throwError } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import type { JobRequest } from '../job/index.ts';
import { silentLogger } from '../log/index.ts';
import type { Ending } from '../router/index.ts';
import { dueSlots } from './due-slots.ts';
import {
  cron,
  fromAsyncIterable,
  fromContainerStatus,
  fromObservable,
  interval,
  type Producer,
  type ProducerHost,
} from './index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

const NOTHING: Ending = { outcome: 'nothing', result: undefined };

/** Runs a producer in a host whose calls take `callMs`, and which has room for `room` of them. */
function host(
  producer: Producer,
  {
    callMs = 0,
    room = Number.POSITIVE_INFINITY,
    container,
  }: { callMs?: number; room?: number; container?: Container } = {},
) {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const seen = { at: [] as string[], bodies: [] as unknown[], dropped: 0, ended: 'no', running: 0 };
  const freed = new Set<() => void>();
  const given: ProducerHost = {
    signal: stop.signal,
    injector: Injector.create(),
    log: silentLogger,
    free: 1,
    container: () => {
      if (container === undefined) throw new Error('no container');
      return container;
    },
    manages: (other) => other === container,
    dropped: (count) => {
      seen.dropped += count;
    },
    submit: async (request: JobRequest) => {
      while (seen.running >= room) {
        await new Promise<void>((resolve, reject) => {
          freed.add(resolve);
          stop.signal.addEventListener('abort', () => reject(stop.signal.reason));
        });
      }
      seen.running += 1;
      seen.at.push(new Date().toISOString());
      seen.bodies.push(request.body);
      const ended = delay(callMs).then(() => {
        seen.running -= 1;
        for (const resolve of freed) resolve();
        freed.clear();
        return NOTHING;
      });
      const { signal } = stop;
      return { callId: 'c', signal, abortReason: undefined, onAbort: () => () => undefined, ended };
    },
    trySubmit: (request) => given.submit(request),
    whenFree: () => new Promise(() => undefined),
    schedule: () => undefined,
  };
  const ran = producer.run(given).then(
    () => Object.assign(seen, { ended: 'well' }),
    (error: Error) => Object.assign(seen, { ended: stop.signal.aborted ? 'stopped' : error.message }),
  );
  return {
    seen,
    stop: () => stop.abort(new DocktopusError('aborted', { operation: 'x', reason: 'stop' })),
    ran,
  };
}

describe('cron', () => {
  test.each(['* * * *', '61 * * * *', '* * * * * * *', 'tomorrow', '', '0 0 31 2 *', '@daily x'])(
    '%j is refused at once',
    (expression) => {
      expect(() => cron(expression, 'x')).toThrow(expect.objectContaining({ code: 'runner.invalid' }));
    },
  );

  test.each([[{ timezone: 'Mars/Olympus' }], [{ missed: 'twice' as never }], [{ jitterMs: -1 }]])(
    'options %j are refused at once',
    (options) => {
      expect(() => cron('* * * * *', 'x', undefined, options)).toThrow(
        expect.objectContaining({ code: 'runner.invalid' }),
      );
    },
  );

  test('everything that is wrong with a schedule is said at once', () => {
    const wrong = { timezone: 'Mars/Olympus', missed: 'twice' as never, jitterMs: Number.NaN };
    expect(() => cron('61 * * * *', 'x', undefined, wrong)).toThrow(
      [
        'producer cron "61 * * * *": 4 problems',
        '  expression: got "61 * * * *", expected minutes 0 to 59, hours 0 to 23, days 1 to 31, months 1 to 12 and weekdays 0 to 7; Invalid value for minute: 61',
        '  timezone: got "Mars/Olympus", expected an IANA time zone such as \'Europe/Berlin\'',
        '  jitterMs: got NaN, expected milliseconds from 0 to 2147483647',
        "  missed: got \"twice\", expected one of 'skip', 'once'",
      ].join('\n'),
    );
    expect(() => cron('0 0 31 2 *', 'x')).toThrow(
      'expression: got "0 0 31 2 *", expected a date that exists',
    );
    expect(() => interval(0, 'x', undefined, { immediate: 1 as never })).toThrow(
      [
        'producer interval 0 ms: 2 problems',
        '  everyMs: got 0, expected milliseconds from 1 to 2147483647',
        '  immediate: got 1, expected true or false',
      ].join('\n'),
    );
  });

  const run = async (expression: string, from: string, until: string, timezone = 'UTC') => {
    vi.setSystemTime(new Date(from));
    const { seen, stop, ran } = host(cron(expression, 'x', undefined, { timezone }));
    await wait(new Date(until).getTime() - Date.now());
    stop();
    await ran;
    return seen.at.map((at) => at.replace(':00.000Z', 'Z').replace('.000Z', 'Z'));
  };

  test.each<[what: string, args: Parameters<typeof run>, times: string[]]>([
    [
      'minutes',
      ['*/20 * * * *', '2026-01-05T10:01:00Z', '2026-01-05T11:00:30Z'],
      ['2026-01-05T10:20Z', '2026-01-05T10:40Z', '2026-01-05T11:00Z'],
    ],
    [
      'seconds',
      ['*/30 * * * * *', '2026-01-05T10:00:01Z', '2026-01-05T10:01:10Z'],
      ['2026-01-05T10:00:30Z', '2026-01-05T10:01Z'],
    ],
    [
      'a start on the slot waits for the next',
      ['0 * * * *', '2026-01-05T10:00:00Z', '2026-01-05T11:30:00Z'],
      ['2026-01-05T11:00Z'],
    ],
    [
      'a time zone',
      ['0 9 * * *', '2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z', 'America/New_York'],
      ['2026-01-05T14:00Z'],
    ],
    // Berlin, 2026-03-29: 02:00 becomes 03:00. 2026-10-25: 03:00 becomes 02:00.
    [
      'a daily time in the gap runs right after it',
      ['30 2 * * *', '2026-03-28T22:00:00Z', '2026-03-29T22:00:00Z', 'Europe/Berlin'],
      ['2026-03-29T01:00Z'],
    ],
    [
      'repeated times skip the gap',
      ['*/30 2 * * *', '2026-03-28T22:00:00Z', '2026-03-29T22:00:00Z', 'Europe/Berlin'],
      [],
    ],
    [
      'each hour goes on through the gap',
      ['0 * * * *', '2026-03-29T00:30:00Z', '2026-03-29T02:30:00Z', 'Europe/Berlin'],
      ['2026-03-29T01:00Z', '2026-03-29T02:00Z'],
    ],
    [
      'a daily time that comes twice runs once',
      ['30 2 * * *', '2026-10-24T22:00:00Z', '2026-10-25T22:00:00Z', 'Europe/Berlin'],
      ['2026-10-25T00:30Z'],
    ],
    [
      'each hour runs in the hour that comes twice as well',
      ['0 * * * *', '2026-10-24T23:30:00Z', '2026-10-25T02:30:00Z', 'Europe/Berlin'],
      ['2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z'],
    ],
  ])('%s', async (_, args, times) => {
    expect(await run(...args)).toEqual(times);
  });

  it('does not run a slot twice when the clock is set back', async () => {
    vi.setSystemTime(new Date('2026-01-05T10:59:30Z'));
    const { seen, stop } = host(cron('0 * * * *', 'x', undefined, { timezone: 'UTC' }));
    await wait(60_000);
    vi.setSystemTime(new Date('2026-01-05T10:58:00Z'));
    await wait(5 * 60_000);
    stop();
    expect(seen.at.length).toBe(1);
  });

  it('notices within a minute that the clock was set forward', async () => {
    vi.setSystemTime(new Date('2026-01-05T10:01:00Z'));
    const { seen, stop } = host(cron('0 * * * *', 'x', undefined, { timezone: 'UTC' }));
    await wait(1000);
    vi.setSystemTime(new Date('2026-01-05T11:05:00Z'));
    await wait(60_000);
    stop();
    expect(seen.at.length).toBe(1);
  });

  it('says in the metadata which time a call is for, and passes the body on', async () => {
    vi.setSystemTime(new Date('2026-01-05T10:00:00Z'));
    const requests: JobRequest[] = [];
    const producer = cron('* * * * *', 7, { db: 0 }, { timezone: 'UTC' });
    const stop = new AbortController();
    const submit = async (request: JobRequest) => {
      requests.push(request);
      return { callId: 'c', ended: Promise.resolve(undefined) };
    };
    const alone = { dropped: () => undefined, schedule: () => undefined };
    const given = { signal: stop.signal, submit, ...alone } as unknown as ProducerHost;
    producer.run(given).catch(() => undefined);
    await wait(60_000);
    stop.abort();
    expect(requests).toEqual([
      { jobId: 7, body: { db: 0 }, metadata: { scheduledFor: '2026-01-05T10:01:00.000Z' } },
    ]);
  });
});

describe('overlap', () => {
  const everySecond = (overlap: 'skip' | 'queue' | 'allow') =>
    host(interval(1000, 'x', undefined, { overlap }), { callMs: 2500 });

  test.each<[overlap: 'skip' | 'queue' | 'allow', started: number, running: number, dropped: number]>([
    ['skip', 2, 1, 3],
    ['queue', 2, 1, 0],
    ['allow', 5, 3, 0],
  ])('%s', async (overlap, started, running, dropped) => {
    const { seen, stop } = everySecond(overlap);
    await wait(5100);
    expect([seen.at.length, seen.running, seen.dropped]).toEqual([started, running, dropped]);
    stop();
  });
});

describe('slots that are late', () => {
  const everyTen = (after: number) => (Math.floor(after / 10) + 1) * 10;

  test.each<[what: string, now: number, expected: ReturnType<typeof dueSlots>]>([
    ['on time', 10, { latest: 10, missed: 0, last: 10 }],
    ['a little late', 19, { latest: 10, missed: 0, last: 10 }],
    ['late by two', 35, { latest: 30, missed: 2, last: 30 }],
    [
      'late by so many that they are not counted',
      1_000_000,
      { latest: 10_000, missed: 999, last: 1_000_000 },
    ],
  ])('%s', (_, now, expected) => {
    expect(dueSlots(everyTen, 10, now)).toEqual(expected);
  });

  test.each<[missed: 'once' | 'skip', started: number, dropped: number]>([
    ['once', 1, 2],
    ['skip', 0, 3],
  ])('of a machine that slept: with missed %s, %d run once it is awake', async (missed, started, dropped) => {
    vi.setSystemTime(new Date('2026-01-05T10:00:30Z'));
    const { seen, stop } = host(cron('*/10 * * * *', 'x', undefined, { timezone: 'UTC', missed }));
    await wait(1000);
    vi.setSystemTime(new Date('2026-01-05T10:35:00Z'));
    await wait(60_000);
    stop();
    expect([seen.at.length, seen.dropped]).toEqual([started, dropped]);
  });
});

describe('interval', () => {
  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%s ms are refused', (ms) => {
    expect(() => interval(ms, 'x')).toThrow(expect.objectContaining({ code: 'runner.invalid' }));
  });

  it('keeps its rhythm, and may begin at once', async () => {
    const [later, now] = [host(interval(100, 'x')), host(interval(100, 'x', undefined, { immediate: true }))];
    await wait(1050);
    expect([later.seen.at.length, now.seen.at.length]).toEqual([10, 11]);
    later.stop();
    now.stop();
    await wait(0);
    expect([later.seen.ended, vi.getTimerCount()]).toEqual(['stopped', 0]);
  });

  it('spreads its calls with jitter', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { seen, stop } = host(interval(100, 'x', undefined, { jitterMs: 40 }));
    await wait(119);
    expect(seen.at.length).toBe(0);
    await wait(1);
    expect(seen.at.length).toBe(1);
    stop();
    vi.restoreAllMocks();
  });

  it('fails when its calls cannot be handed in at all', async () => {
    const producer = interval(10, 'x');
    const submit = () => Promise.reject(new Error('no such job'));
    const given = {
      signal: new AbortController().signal,
      submit,
      dropped: () => undefined,
      schedule: () => undefined,
    };
    const ran = expect(producer.run(given as unknown as ProducerHost)).rejects.toThrow('no such job');
    await wait(10);
    await ran;
  });
});

const numbered = (count: number): JobRequest[] =>
  Array.from({ length: count }, (_, body) => ({ jobId: 'x', body }));

describe('an async iterable', () => {
  it('is asked for the next call only if the runner has room', async () => {
    let asked = 0;
    async function* source() {
      for (const request of numbered(10)) {
        asked += 1;
        yield request;
      }
    }
    const { seen, ran } = host(fromAsyncIterable(source()), { room: 2, callMs: 100 });
    await wait(50);
    expect([seen.at.length, asked]).toEqual([2, 3]);
    await wait(1000);
    await ran;
    expect([seen.bodies, seen.ended]).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'well']);
  });

  it('fails with its own failure', async () => {
    async function* source() {
      yield* numbered(1);
      throw new Error('line cut');
    }
    const { seen, ran } = host(fromAsyncIterable(source()));
    await wait(0);
    await ran;
    expect(seen.ended).toBe('line cut');
  });

  it('is left, also while it has nothing to give', async () => {
    let left = false;
    const source: AsyncIterable<JobRequest> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: async () => {
          left = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const { seen, stop, ran } = host(fromAsyncIterable(source));
    await wait(0);
    stop();
    await ran;
    expect([seen.ended, left]).toEqual(['stopped', true]);
  });
});

describe('an observable', () => {
  it('that completes has submitted all of its calls', async () => {
    const { seen, ran } = host(fromObservable(of(...numbered(20))), { room: 1, callMs: 10 });
    await wait(300);
    await ran;
    expect([seen.at.length, seen.ended, seen.dropped]).toEqual([20, 'well', 0]);
  });

  test.each<[overflow: 'drop-newest' | 'drop-oldest', bodies: number[]]>([
    ['drop-newest', [0, 1, 2]],
    ['drop-oldest', [0, 8, 9]],
  ])('with a full buffer does %s, and counts it', async (overflow, bodies) => {
    const { seen, ran } = host(fromObservable(of(...numbered(10)), { buffer: 2, overflow }), {
      room: 1,
      callMs: 10,
    });
    await wait(100);
    await ran;
    expect([seen.bodies, seen.dropped]).toEqual([bodies, 7]);
  });

  it("with a full buffer fails if overflow is 'fail'", async () => {
    const source = new Subject<JobRequest>();
    const { seen, ran } = host(fromObservable(source, { buffer: 1, overflow: 'fail' }), { room: 0 });
    for (const request of numbered(3)) source.next(request);
    await ran;
    expect([seen.ended, source.observed]).toEqual([expect.stringContaining('1 calls wait for room'), false]);
  });

  it('that errors fails the producer with that error', async () => {
    const { seen, ran } = host(fromObservable(throwError(() => new Error('line cut'))));
    await ran;
    expect(seen.ended).toBe('line cut');
  });

  it('is unsubscribed by a stop, and waiting calls are counted as dropped', async () => {
    const source = new Subject<JobRequest>();
    const { seen, stop, ran } = host(fromObservable(source), { room: 0 });
    for (const request of numbered(5)) source.next(request);
    await wait(0);
    stop();
    await ran;
    await wait(0);
    expect([seen.ended, source.observed, seen.dropped]).toEqual(['well', false, 5]);
  });
});

it('a container that changes its status is a call, as the map says', async () => {
  const status$ = new BehaviorSubject<ContainerStatus | undefined>('running');
  const container = { status$ } as unknown as Container;
  const producer = fromContainerStatus(container, (status) =>
    status === 'exited' ? { jobId: 'restart', body: status } : undefined,
  );
  const { seen, stop } = host(producer);
  for (const status of ['paused', 'exited', undefined] as const) status$.next(status);
  await wait(0);
  expect(seen.bodies).toEqual(['exited']);
  stop();
});

it.each([
  ['a managed container, by its name', 'db', true, {}, ['exited']],
  ['a managed container', undefined, true, {}, ['exited']],
  ['a managed container that is ready by ending', 'db', true, { readyWhen: { kind: 'exit', code: 0 } }, []],
  ['any other container', undefined, false, {}, []],
] as const)(
  '%s that has ended before the first look: given %j, managed %j',
  async (_, name, managed, spec, bodies) => {
    const container = {
      status$: new BehaviorSubject<ContainerStatus>('exited'),
      spec,
    } as unknown as Container;
    const producer = fromContainerStatus(name ?? container, (status) => ({ jobId: 'alert', body: status }));
    const { seen, stop } = host(producer, managed ? { container } : {});
    await wait(0);
    expect(seen.bodies).toEqual(bodies);
    stop();
  },
);
