import { expect, test } from 'vitest';
import { type StartOptions, type StartUntil, untilOf } from './start-options.ts';

test.each<[StartOptions, StartUntil]>([
  [{}, 'ready'],
  [{ waitForExit: false }, 'ready'],
  [{ waitForExit: true }, 'exited'],
  [{ until: 'started' }, 'started'],
  [{ until: 'ready', waitForExit: false }, 'ready'],
  [{ until: 'exited', waitForExit: true }, 'exited'],
])('start(%j) waits until %s', (options, until) => {
  expect(untilOf(options, 'box')).toBe(until);
});

test.each<[StartOptions, problem: string]>([
  [{ until: 'running' as StartUntil }, `until: got "running", expected one of 'started', 'ready', 'exited'`],
  [{ until: '' as StartUntil }, `until: got "", expected one of 'started', 'ready', 'exited'`],
  [
    { until: 'ready', waitForExit: true },
    "waitForExit: got true, expected false, because until is 'ready'; waitForExit: true means until: 'exited'",
  ],
])('start(%j) is refused: %s', (options, problem) => {
  expect(() => untilOf(options, 'box')).toThrow(
    expect.objectContaining({
      code: 'spec.invalid',
      message: `container.start box: 1 problem\n  ${problem}`,
    }),
  );
});
