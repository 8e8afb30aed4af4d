import { describe, expect, test } from 'vitest';
import { DocktopusError, describeError, isDocktopusError } from '../errors/index.ts';
import { withLaterFailures } from './index.ts';

const first = new DocktopusError('aborted', {
  operation: 'context.connect',
  reason: 'enough',
  hint: 'Wait longer',
  lastLines: ['hello'],
  details: { status: 500 },
});
const later = new DocktopusError('timeout', {
  operation: 'context.close',
  reason: 'the engine hangs',
  details: { timeoutMs: 5 },
});
const WHAT = 'not all of it could be undone';

describe('a failure of ours, after which more failed', () => {
  const error = withLaterFailures(first, [later, new Error('disk full')], WHAT);

  test('keeps its code and its facts', () => {
    if (!isDocktopusError(error, 'aborted')) throw error;
    const { operation, reason, lastLines, details } = error;
    expect({ operation, reason, lastLines, details }).toEqual({
      operation: 'context.connect',
      reason: 'enough',
      lastLines: ['hello'],
      details: { status: 500 },
    });
    expect(error.hint).toBe('Wait longer. Not all of it could be undone: the engine hangs');
  });

  test('has all failures below its cause, and is described with each of them once', () => {
    expect((error as Error).cause).toMatchObject({ errors: [first, later, { message: 'disk full' }] });
    const text = describeError(error);
    expect(text.match(/enough/g)).toHaveLength(1);
    expect(text).toContain('Error: disk full');
  });
});

test('a failure after which nothing else failed is itself', () => {
  expect(withLaterFailures(first, [], WHAT)).toBe(first);
});

test('several failures after which more failed are one list', () => {
  const error = withLaterFailures(new AggregateError([first, later]), [new AggregateError([first])], WHAT);
  expect(error).toMatchObject({ message: WHAT, errors: [first, later, first], cause: first });
});

test("an author's own error comes first", () => {
  const own = new RangeError('mine');
  expect(withLaterFailures(own, [later], WHAT)).toMatchObject({ errors: [own, later], cause: own });
});
