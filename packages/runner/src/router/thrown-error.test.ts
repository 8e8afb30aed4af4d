import { expect, it } from 'vitest';
import { thrownError } from './thrown-error.ts';

it('an error that can be read is itself, with whatever causes', () => {
  const error = new AggregateError([new Error('part'), 'text'], 'all', { cause: { deep: 1n } });
  expect(thrownError(error, 'build')).toBe(error);
});

it('a value that is no error is the cause of one', () => {
  expect(thrownError('broken', 'build')).toMatchObject({
    code: 'job.failed',
    subject: 'build',
    reason: 'the handler threw something that is not an error',
    cause: 'broken',
  });
});

it('an error whose getter throws is replaced by one that shows what can be shown', () => {
  const error = new TypeError('odd');
  Object.defineProperty(error, 'message', {
    get: () => {
      throw new Error('no access');
    },
  });
  const stands = thrownError(error, 'build');
  expect(stands).toMatchObject({
    code: 'job.failed',
    subject: 'build',
    reason: expect.stringContaining('the handler threw an error that cannot be read: '),
    hint: 'Throw an error whose name, message and cause are data; a getter of it, or of a cause of it, throws',
  });
  // The cause would fail wherever it is read.
  expect(stands.cause).toBeUndefined();
});
