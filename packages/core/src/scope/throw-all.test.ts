import { expect, test } from 'vitest';
import { throwAll } from './index.ts';

const [first, second] = [new Error('first'), new Error('second')];

test('without failures, throwAll throws nothing', () => {
  expect(() => throwAll([], 'broken')).not.toThrow();
});

test('a single failure is thrown unwrapped', () => {
  expect(() => throwAll([first], 'broken')).toThrow(first);
});

test('several failures are thrown together, caused by the first', () => {
  const thrown = () => throwAll([first, second], '2 things failed');
  expect(thrown).toThrow(
    expect.objectContaining({ message: '2 things failed', errors: [first, second], cause: first }),
  );
});
