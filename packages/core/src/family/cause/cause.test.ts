import { expect, test } from 'vitest';
import { causeOfEnd, type ObservedEnd, printCause } from './index.ts';

const ended: ObservedEnd = {
  now: 'ended',
  exitCode: 1,
  oomKilled: false,
  memoryBytes: 64 << 20,
  signalled: false,
  engineWasAway: false,
};

test.each<[string, Partial<ObservedEnd>, string]>([
  ['a process that ends by itself', { exitCode: 3 }, 'exited with code 3'],
  ['a process that ends by itself, in peace', { exitCode: 0 }, 'exited with code 0'],
  ['a process that kills itself', { exitCode: 137 }, 'exited with code 137'],
  ['docker kill', { exitCode: 137, signalled: true }, 'killed from outside with code 137'],
  ['docker stop', { exitCode: 0, signalled: true }, 'killed from outside with code 0'],
  ['docker rm -f', { now: 'removed', exitCode: undefined, signalled: true }, 'killed from outside'],
  ['docker pause', { now: 'paused', exitCode: undefined }, 'killed from outside'],
  ['the kernel', { exitCode: 137, oomKilled: true }, 'out of memory, at its limit of 67108864 bytes'],
  ['the kernel, without a limit', { exitCode: 137, oomKilled: true, memoryBytes: 0 }, 'out of memory'],
  [
    'an engine that stops',
    { exitCode: 143, signalled: true, engineWasAway: true },
    'the engine was restarted',
  ],
  ['an engine that was killed', { exitCode: 255, engineWasAway: true }, 'the engine was restarted'],
  [
    'the kernel, while the engine was away',
    { oomKilled: true, engineWasAway: true },
    'out of memory, at its limit of 67108864 bytes',
  ],
])('%s is told apart', (_, seen, expected) => {
  expect(printCause(causeOfEnd({ ...ended, ...seen }))).toBe(expected);
});

test('a replacement says what became of the container before', () => {
  expect(printCause({ cause: 'replaced', replaces: 'oom' })).toBe('replaced after: out of memory');
});
