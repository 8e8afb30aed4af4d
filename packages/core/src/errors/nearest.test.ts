import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const known = ['image', 'logLevel', 'memory', 'name'];

it.each([
  ['imgae', 'image'],
  ['loglevel', 'logLevel'],
  ['log_level', 'logLevel'],
  ['memroy', 'memory'],
  ['nam', 'name'],
  ['x', undefined],
  ['', undefined],
  ['volumes', undefined],
])('nearest() takes %j for a slip of %j', (given, wanted) => {
  expect(nearest(given, known)).toBe(wanted);
});
