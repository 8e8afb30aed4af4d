import { expect, test } from 'vitest';
import { checkedJobId, jobIdOf } from './job-id.ts';

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

test.each<[text: string, known: readonly (string | number)[], id: string | number]>([
  ['7', [7, 'flush'], 7],
  ['7', [7, '7'], '7'],
  ['7', ['flush'], '7'],
  ['07', [7], '07'],
])('in a URL, %s stands for one of the jobs %j: %j', (text, known, id) => {
  expect(jobIdOf(text, known)).toBe(id);
});
