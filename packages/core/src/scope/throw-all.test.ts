import { expect, test } from 'vitest';
import { throwAll } from './index.ts';

const [first, second] = [new Error('first'), new Error('second')];

test('nothing is thrown without a failure', () => {
  expect(() => throwAll([], 'broken')).not.toThrow();
});

test('the only failure is thrown as it is', () => {
  expect(() => throwAll([first], 'broken')).toThrow(first);
});

test('several failures are thrown together, caused by the first', () => {
  const thrown = () => throwAll([first, second], '2 things failed');
  expect(thrown).toThrow(
    expect.objectContaining({ message: '2 things failed', errors: [first, second], cause: first }),
  );
});
