import { DocktopusError } from '@docktopus/core';
import { EMPTY } from 'rxjs';
import { expect, test } from 'vitest';
import { httpCallback } from './consumers/index.ts';
import { concurrency, mutex, rateLimit, retry, timeout } from './layers/index.ts';
import { cron, fromObservable, interval } from './producers/index.ts';
import { Router } from './router/index.ts';
import { BlueprintRunner } from './runner/index.ts';
import { limitsOf } from './runner/runner-options.ts';
import { restartDecider } from './supervision/restart-policy.ts';
import { webhook } from './webhook/index.ts';

const TIMER = 'expected milliseconds from 0 to 2147483647';
const runner = () => BlueprintRunner.for();
const hook = { path: '/x', jobId: 'x', auth: { type: 'none' } } as const;

test.each<[what: string, make: () => unknown, problem: string]>([
  [
    'runner options',
    () => limitsOf({ maxInFlight: Number.NaN }),
    'maxInFlight: got NaN, expected a whole number of at least 1',
  ],
  ['runner options', () => limitsOf({ gracMs: 1 } as never), "did you mean 'graceMs'?"],
  ['HTTP options', () => BlueprintRunner.for().http({ prot: 0 } as never), "did you mean 'port'?"],
  [
    'HTTP options',
    () => BlueprintRunner.for().http({ port: 70_000 }),
    'port: got 70000, expected a whole number from 0 to',
  ],
  ['runner options', () => limitsOf({ graceMs: 1e300 }), `graceMs: got 1e+300, ${TIMER}`],
  ['runner options', () => limitsOf({ flushMs: '5s' as never }), `flushMs: got "5s", ${TIMER}`],
  [
    'a hook',
    () => BlueprintRunner.for().onShutdown(() => {}, { timeoutMs: -1 }),
    'timeoutMs: got -1, expected milliseconds',
  ],
  [
    'an interval',
    () => interval(Number.NaN, 'x'),
    'everyMs: got NaN, expected milliseconds from 1 to 2147483647',
  ],
  [
    'an interval',
    () => interval(1e300, 'x'),
    'everyMs: got 1e+300, expected milliseconds from 1 to 2147483647',
  ],
  ['an interval', () => interval(1, 'x', 0, { jitterMs: -1 }), `jitterMs: got -1, ${TIMER}`],
  [
    'an interval',
    () => interval(1, 'x', 0, { overlap: 'qeue' as never }),
    "overlap: got \"qeue\", expected one of 'skip', 'queue', 'allow'; did you mean 'queue'?",
  ],
  ['a cron', () => cron('* * * * *', 'x', 0, { jitterMs: Number.NaN }), `jitterMs: got NaN, ${TIMER}`],
  [
    'a cron',
    () => cron('* * * * *', 'x', 0, { missed: 'yes' as never }),
    `missed: got "yes", expected one of 'skip', 'once'`,
  ],
  [
    'an observable',
    () => fromObservable(EMPTY, { buffer: -1 }),
    'buffer: got -1, expected a whole number of at least 0',
  ],
  [
    'a webhook',
    () => webhook({ ...hook, resultTimeoutMs: 0 }),
    'resultTimeoutMs: got 0, expected milliseconds from 1 to 2147483647',
  ],
  [
    'a webhook',
    () => webhook({ ...hook, maxBodyBytes: Number.NaN }),
    'maxBodyBytes: got NaN, expected a whole number of at least 0',
  ],
  ['a webhook', () => webhook({ ...hook, rateLimit: { limit: 0 } }), 'limit: got 0, expected a number from'],
  [
    'a callback',
    () => httpCallback('http://x', { retries: 1.5 }),
    'retries: got 1.5, expected a whole number of at least 0',
  ],
  ['a cron', () => cron('* * * * *', 'x', 0, { timeZone: 'UTC' } as never), "did you mean 'timezone'?"],
  ['an interval', () => interval(1, 'x', 0, { imediate: true } as never), "did you mean 'immediate'?"],
  ['a webhook', () => webhook({ ...hook, maxBody: 5 } as never), 'maxBody: got an unknown key'],
  ['a webhook', () => webhook(undefined as never), 'options: got undefined, expected an object'],
  [
    'a webhook',
    () => webhook({ ...hook, path: 5 } as never),
    "path: got 5, expected a path such as '/flush'",
  ],
  ['a callback', () => httpCallback('http://x', { retires: 1 } as never), "did you mean 'retries'?"],
  [
    'a callback',
    () => httpCallback('http://x', { headers: { a: 1 } } as never),
    'headers.a: got 1, expected',
  ],
  ['a retry', () => retry({ attemps: 5 } as never), "did you mean 'attempts'?"],
  ['a retry', () => retry({ when: 'always' } as never), 'when: got "always", expected a function'],
  ['a retry', () => retry(null as never), 'options: got null, expected an object'],
  ['a rate limit', () => rateLimit({ limit: 1, perMS: 5 } as never), "did you mean 'perMs'?"],
  ['a rate limit', () => rateLimit(5 as never), 'options: got 5, expected an object'],
  ['a rate limit', () => rateLimit({} as never), 'limit: got undefined, expected a number from'],
  ['a restart policy', () => restartDecider({ atempts: 1 } as never), "did you mean 'attempts'?"],
  ['concurrency', () => concurrency(undefined as never), 'limit: got undefined, expected a whole number'],
  ['a mutex', () => mutex('key' as never), 'keyOf: got "key", expected a function'],
  ['an interval', () => interval(undefined as never, 'x'), 'everyMs: got undefined, expected milliseconds'],
  [
    'a producer',
    () => runner().producer(undefined as never),
    'producer: got undefined, expected a producer such as cron()',
  ],
  [
    'a producer',
    () => runner().producer({} as never),
    'producer: got {}, expected a producer such as cron()',
  ],
  ['a producer', () => runner().producer(EMPTY, { restrat: 'fail' } as never), "did you mean 'restart'?"],
  [
    'a producer',
    () => runner().producer(EMPTY, { restart: 'alwyas' as never }),
    "restart: got \"alwyas\", expected one of 'fail', 'ignore', 'restart'",
  ],
  [
    'a producer',
    () => runner().producer(EMPTY, { restart: { atempts: 1 } as never }),
    "restart.atempts: got an unknown key, expected one of backoff, initialMs, maxMs, factor, jitter, attempts, resetAfterMs; did you mean 'attempts'?",
  ],
  [
    'a consumer',
    () => runner().consumer(null as never),
    'consumer: got null, expected a function of a result',
  ],
  ['a consumer', () => runner().consumer({} as never), 'consumer: got {}, expected a function of a result'],
  [
    'a consumer',
    () => runner().consumer(() => {}, { buffer: '5' as never }),
    'buffer: got "5", expected a whole number of at least 0',
  ],
  ['a consumer', () => runner().consumer(() => {}, { bufer: 5 } as never), "did you mean 'buffer'?"],
  ['a consumer', () => runner().consumer(() => {}, { durable: 'yes' } as never), 'durable: got "yes"'],
  [
    'a consumer',
    () => runner().consumer(() => {}, { durable: { retires: 1 } } as never),
    'durable.retires: got an unknown key',
  ],
  ['a service', () => runner().backgroundService('x' as never), 'service: got "x", expected a function'],
  [
    'a service',
    () => runner().backgroundService(async () => {}, { nmae: 'x' } as never),
    "did you mean 'name'?",
  ],
  ['a hook', () => runner().onShutdown(null as never), 'hook: got null, expected a function'],
  ['a hook', () => runner().onShutdown(() => {}, { timeoutMS: 1 } as never), "did you mean 'timeoutMs'?"],
  ['settings', () => runner().configure('x' as never), 'add: got "x", expected a function'],
  ['a queue', () => runner().queue('sqlite' as never), 'store: got "sqlite", expected a store such as'],
  ['options', () => runner().options({ gracems: 5 } as never), "did you mean 'graceMs'?"],
  [
    'a router',
    () => runner().serve('x' as never, (() => 1) as never),
    'context: got "x", expected a function',
  ],
  ['contexts', () => BlueprintRunner.for('x' as never), 'parts[0]: got "x", expected the class of a context'],
  ['concurrency', () => concurrency(0), 'limit: got 0, expected a whole number of at least 1'],
  ['a timeout', () => timeout(Number.NaN), 'timeoutMs: got NaN, expected milliseconds'],
  ['a retry', () => retry({ attempts: 0 }), 'attempts: got 0, expected a whole number of at least 1'],
  ['a retry', () => retry({ jitter: 2 }), 'jitter: got 2, expected a number from 0 to 1'],
  ['a retry', () => retry({ initialMs: 10, maxMs: 5 }), 'maxMs: got 5, expected at least initialMs (10)'],
  ['a rate limit', () => rateLimit({ limit: 1, maxWaitMs: -1 }), `maxWaitMs: got -1, ${TIMER}`],
  [
    'a restart policy',
    () => restartDecider({ attempts: -1 }),
    'attempts: got -1, expected a whole number of at least 0',
  ],
])('%s with a number or word that cannot be is refused at the call (%#)', (_what, make, problem) => {
  let failure: unknown;
  try {
    make();
  } catch (error) {
    failure = error;
  }
  expect(failure).toBeInstanceOf(DocktopusError);
  expect(failure).toMatchObject({ code: 'runner.invalid', details: { issues: [expect.anything()] } });
  expect((failure as DocktopusError).message).toContain(problem);
});

test.each<[what: string, make: () => unknown, problem: string]>([
  ['jobs', () => runner().jobs(undefined as never), 'type: got undefined, expected a function'],
  ['a router', () => runner().router({} as never), 'router: got {}, expected a Router'],
  ['a layer', () => runner().layer('x' as never), 'layers[0]: got "x", expected a function'],
  [
    'a layer',
    () => Router.create().layer(undefined as never),
    'layers[0]: got undefined, expected a function',
  ],
  ['a handler', () => Router.create().route('x', null as never), 'handler: got null, expected a function'],
  ['a handler', () => Router.create().always('x' as never), 'handler: got "x", expected a function'],
  ['a handler', () => Router.create().fallback({} as never), 'handler: got {}, expected a function'],
  ...(
    [
      [{ layers: 5 }, 'layers: got 5, expected a list'],
      [{ layers: ['x'] }, 'layers[0]: got "x", expected a function'],
      [{ timeoutMs: '5' }, 'timeoutMs: got "5", expected milliseconds'],
      [{ concurrency: '5' }, 'concurrency: got "5", expected a whole number of at least 1'],
      [{ durable: true, concurrency: { perkey: 1 } }, "did you mean 'perKey'?"],
      [{ durable: true, concurrency: { perKey: -1 } }, 'concurrency.perKey: got -1, expected a whole number'],
      [{ durable: true, rate: 5 }, 'rate: got 5, expected an object'],
      [{ durable: true, rate: {} }, 'rate.limit: got nothing, expected how many per perMs'],
      [{ durable: true, rate: { perKey: { limit: Number.NaN } } }, 'rate.perKey.limit: got NaN, expected'],
      [{ durable: true, deadlineMs: '5' }, 'deadlineMs: got "5", expected a number from 1'],
      [{ durable: true, concurrencyKey: 5 }, 'concurrencyKey: got 5, expected a string'],
    ] as const
  ).map(([options, problem]): [string, () => unknown, string] => [
    'a job',
    () => Router.create().route('x', () => 1, options as never),
    problem,
  ]),
])('%s that cannot be a part of a runner is refused when it is given (%#)', (_what, make, problem) => {
  expect(make).toThrow(expect.objectContaining({ code: 'job.invalid' }));
  expect(make).toThrow(problem);
});

test.each<[what: string, call: () => Promise<unknown>, problem: string]>([
  ['call', () => runner().call('x', {}, { sgnal: 1 } as never), "did you mean 'signal'?"],
  ['call', () => runner().call('x', {}, { metadata: 'x' } as never), 'metadata: got "x", expected an object'],
  ['submit', () => runner().submit('x', {}, { dealyMs: 5 } as never), "did you mean 'delayMs'?"],
  [
    'submit',
    () => runner().submit('x', {}, { delayMs: '5' } as never),
    'delayMs: got "5", expected a number',
  ],
  ['submit', () => runner().submit('x', {}, { priority: 1.5 }), 'priority: got 1.5, expected a whole number'],
  [
    'submit',
    () => runner().submit('x', {}, { idempotencyKey: '' }),
    'idempotencyKey: got "", expected a text',
  ],
])('%s with an option that cannot be is refused in words (%#)', async (_what, call, problem) => {
  await expect(call()).rejects.toMatchObject({ code: 'job.invalid' });
  await expect(call()).rejects.toThrow(problem);
});

test('run() with an option that does not exist is refused before anything starts', async () => {
  await expect(runner().run({ singal: 1 } as never)).rejects.toThrow("did you mean 'signal'?");
});
