import { expect, it, test } from 'vitest';
import { invalid, printable, printIssue, schemaExpectation } from './index.ts';

it.each([
  [{}, 'limits.pids: got 0, expected a whole number above 0'],
  [
    { because: 'zero is no limit' },
    'limits.pids: got 0, expected a whole number above 0, because zero is no limit',
  ],
  [{ hint: 'write -1' }, 'limits.pids: got 0, expected a whole number above 0; write -1'],
  [
    { because: 'zero is no limit', hint: 'write -1' },
    'limits.pids: got 0, expected a whole number above 0, because zero is no limit; write -1',
  ],
])('prints a problem with %j in one way', (more, text) => {
  const issue = { path: 'limits.pids', got: '0', expected: 'a whole number above 0' };
  expect(printIssue({ ...issue, ...more })).toBe(text);
});

test('an error lists every problem of an input', () => {
  const both = invalid('spec.invalid', 'spec', [
    { path: 'image', got: '""', expected: 'an image reference' },
    { path: 'ports[0]', got: '"x"', expected: 'a port' },
  ]);
  expect(both.message).toBe(
    'spec: 2 problems\n  image: got "", expected an image reference\n  ports[0]: got "x", expected a port',
  );
  expect(both.details.issues).toHaveLength(2);
});

it.each([
  ['a"b', '"a\\"b"'],
  [undefined, 'undefined'],
  [12n, '12n'],
  [Number.NaN, 'NaN'],
  ['x'.repeat(100), `"${'x'.repeat(76)}…`],
  ['tcp://me:pa//ss@w@host', '"tcp://…@host"'],
  [`tcp://me:${'secret@'.repeat(20)}host`, '"tcp://…@host"'],
  ['\u001b[31m\u009b31m\u202e', '"\\u001b[31m\\u009b31m\\u202e"'],
  [{ token: { reveal: () => 'secret', value: 'secret' } }, '{"token":"[secret]"}'],
])('prints a value safely and on one line (%#)', (value, text) => {
  expect(printable(value)).toBe(text);
});

it.each([
  ['expected true or false', { expected: 'true or false' }],
  ['Invalid input: expected number, received string', { expected: 'a number' }],
  ['Too small: expected string to have >=1 characters', { expected: 'a string of at least 1 character' }],
  ['Too big: expected number to be <10', { expected: 'a number of less than 10' }],
  ['Too small: expected date to be >2026-01-01', { expected: 'date to be >2026-01-01' }],
  ['Invalid option: expected one of "a"|"b"', { expected: 'one of "a"|"b"' }],
  ['Invalid type: Expected number but received "x"', { expected: 'a number' }],
  ['port must be a number (was a string)', { expected: 'a number' }],
  [
    'it is too weak',
    { expected: 'a value that its schema accepts', hint: 'the schema says: it is too weak' },
  ],
])('takes what was expected from the message %j of a validation library', (message, expectation) => {
  expect(schemaExpectation(message)).toEqual(expectation);
});
