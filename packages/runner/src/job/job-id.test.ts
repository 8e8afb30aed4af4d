import { expect, test } from 'vitest';
import { checkedJobId } from './job-id.ts';

test.each(['flush', '7', ' ', 0, 7, Number.MAX_SAFE_INTEGER])('%j is a job id', (id) => {
  expect(checkedJobId(id)).toBe(id);
});

test('minus zero is zero', () => {
  expect(Object.is(checkedJobId(-0), 0)).toBe(true);
});

test.each(['', -1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, undefined, null, {}, 7n])(
  '%s is not',
  (id) => {
    expect(() => checkedJobId(id)).toThrow(expect.objectContaining({ code: 'job.invalid' }));
  },
);
