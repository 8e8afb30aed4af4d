import { expect, test } from 'vitest';
import { DocktopusError } from '../../../errors/index.ts';
import { execPace, hostPace, pauseAfter, repeatProbe } from './repeat-probe.ts';

const pace = { firstMs: 0, capMs: 0, share: 0 };
const away = new DocktopusError('engine.unreachable', { operation: 'x', reason: 'no answer' });
const broken = new DocktopusError('engine.unsupported', { operation: 'x', reason: 'it cannot' });

/** Answers with each of `outcomes`, one per attempt. */
function attempts(...outcomes: (string | Error | undefined)[]) {
  return async () => {
    const outcome = outcomes.shift();
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
}

function setup() {
  const reasons: string[] = [];
  const abort = new AbortController();
  return {
    reasons,
    abort,
    run: { signal: abort.signal, notYet: (reason: string) => void reasons.push(reason) },
  };
}

test('tries until it holds, and says why it did not; an engine that is away is a reason to wait', async () => {
  const { reasons, run } = setup();
  await repeatProbe(attempts('closed', away, 'closed', undefined), pace, run);
  expect(reasons).toEqual(['closed', 'no answer', 'closed']);
});

test('gives up when it never will hold', async () => {
  const { run } = setup();
  await expect(repeatProbe(attempts('closed', broken), pace, run)).rejects.toBe(broken);
});

test('ends with the signal, also in the middle of an attempt', async () => {
  const { abort, run } = setup();
  const reason = new Error('enough');
  const probing = repeatProbe(
    async () => {
      abort.abort(reason);
      throw away;
    },
    pace,
    run,
  );
  await expect(probing).rejects.toBe(reason);
  await expect(repeatProbe(attempts(undefined), pace, run)).rejects.toBe(reason);
});

test.each([
  [hostPace, 0, 10],
  [hostPace, 300, 10],
  [hostPace, 1_000, 30],
  [hostPace, 60_000, 50],
  [execPace, 0, 50],
  [execPace, 1_000, 300],
  [execPace, 10_000, 1_000],
])('%j pauses after %i ms for %i ms', (each, sinceMs, pauseMs) => {
  expect(pauseAfter(each, sinceMs)).toBe(pauseMs);
});
