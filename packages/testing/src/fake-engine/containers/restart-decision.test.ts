import { expect, test } from 'vitest';
import { restartAfter, startsWithEngine } from './restart-decision.ts';

const facts = { exitCode: 1, cancelled: false, ranForMs: 0, restartCount: 0, lastWaitMs: 0 };
const policy = (Name: string, MaximumRetryCount = 0) => ({ Name, MaximumRetryCount });

test.each([
  ['no policy', { policy: policy('') }, undefined],
  ['no', { policy: policy('no') }, undefined],
  ['always', { policy: policy('always') }, 100],
  ['always, after success', { policy: policy('always'), exitCode: 0 }, 100],
  ['unless-stopped', { policy: policy('unless-stopped') }, 100],
  ['on-failure', { policy: policy('on-failure') }, 100],
  ['on-failure, after success', { policy: policy('on-failure'), exitCode: 0 }, undefined],
  ['on-failure, the last time', { policy: policy('on-failure', 2), restartCount: 1 }, 100],
  ['on-failure, once too often', { policy: policy('on-failure', 2), restartCount: 2 }, undefined],
  ['stopped by hand', { policy: policy('always'), cancelled: true }, undefined],
  ['the wait doubles', { policy: policy('always'), lastWaitMs: 400 }, 800],
  ['the wait has an end', { policy: policy('always'), lastWaitMs: 51_200 }, 60_000],
  [
    'after ten seconds it begins again',
    { policy: policy('always'), lastWaitMs: 51_200, ranForMs: 10_000 },
    100,
  ],
])('%s', (_, given, expected) => {
  expect(restartAfter({ ...facts, ...given })).toBe(expected);
});

test.each([
  ['no', {}, false],
  ['always', { stoppedByHand: true }, true],
  ['unless-stopped', {}, true],
  ['unless-stopped', { stoppedByHand: true }, false],
  ['on-failure', {}, true],
  ['on-failure', { exitCode: 0 }, false],
  ['on-failure', { wasRunning: false }, false],
])('after an engine restart: %s %j', (name, given, expected) => {
  const common = { wasRunning: true, stoppedByHand: false, exitCode: 137 };
  expect(startsWithEngine(name, { ...common, ...given })).toBe(expected);
});
