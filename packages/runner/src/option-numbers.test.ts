import { DocktopusError } from '@docktopus/core';
import { EMPTY } from 'rxjs';
import { expect, test } from 'vitest';
import { httpCallback } from './consumers/index.ts';
import { concurrency, rateLimit, retry, timeout } from './layers/index.ts';
import { cron, fromObservable, interval } from './producers/index.ts';
import { BlueprintRunner } from './runner/index.ts';
import { limitsOf } from './runner/runner-options.ts';
import { restartDecider } from './supervision/restart-policy.ts';
import { webhook } from './webhook/index.ts';

const TIMER = 'expected milliseconds from 0 to 2147483647';
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
