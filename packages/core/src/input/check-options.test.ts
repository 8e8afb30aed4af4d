import { expect, test } from 'vitest';
import type { DocktopusError } from '../errors/index.ts';
import {
  asGiven,
  checkOptions,
  readFlag,
  readInteger,
  readMilliseconds,
  readNumber,
  readSignal,
  readTimeout,
  readWord,
} from './index.ts';

const readers = {
  tail: readInteger(0),
  percent: readNumber(0, 100),
  intervalMs: readMilliseconds(1),
  timeoutMs: readTimeout,
  mode: readWord(['fast', 'slow']),
  follow: readFlag,
  signal: readSignal,
};

/** The whole text of what is wrong with `options`; `undefined` when nothing is. */
function problem(options: unknown): string | undefined {
  try {
    checkOptions(options as object, readers as object, 'container.logs', 'cache');
    return undefined;
  } catch (error) {
    return (error as DocktopusError).message;
  }
}

test.each([
  [{}],
  [{ tail: 0, percent: 0.5, intervalMs: 1, timeoutMs: 0, mode: 'fast', follow: false }],
  [{ tail: undefined, timeoutMs: Number.POSITIVE_INFINITY, signal: new AbortController().signal }],
  [{ timeoutMs: 2 ** 31 - 1, other: undefined }],
  [Object.create({ tail: 1 })],
])('options that hold what a call can take pass (%#)', (options) => {
  expect(problem(options)).toBeUndefined();
});

test.each([
  [{ tail: Number.NaN }, 'tail: got NaN, expected a whole number of at least 0'],
  [{ tail: 1e300 }, 'tail: got 1e+300, expected a whole number of at least 0'],
  [{ tail: -1 }, 'tail: got -1, expected a whole number of at least 0'],
  [{ tail: 'x' }, 'tail: got "x", expected a whole number of at least 0'],
  [{ tail: null }, 'tail: got null, expected a whole number of at least 0'],
  [{ percent: 101 }, 'percent: got 101, expected a number from 0 to 100'],
  [{ percent: Number.NaN }, 'percent: got NaN, expected a number from 0 to 100'],
  [{ intervalMs: 0 }, 'intervalMs: got 0, expected milliseconds from 1 to 2147483647'],
  [
    { intervalMs: Number.POSITIVE_INFINITY },
    'intervalMs: got Infinity, expected milliseconds from 1 to 2147483647',
  ],
  [
    { timeoutMs: Number.NaN },
    'timeoutMs: got NaN, expected milliseconds from 1 to 2147483647, or 0 for no deadline',
  ],
  [
    { timeoutMs: 1e300 },
    'timeoutMs: got 1e+300, expected milliseconds from 1 to 2147483647, or 0 for no deadline',
  ],
  [{ timeoutMs: -1 }, 'timeoutMs: got -1, expected milliseconds from 1 to 2147483647, or 0 for no deadline'],
  [
    { timeoutMs: '30s' },
    'timeoutMs: got "30s", expected milliseconds from 1 to 2147483647, or 0 for no deadline',
  ],
  [{ mode: 'fats' }, "mode: got \"fats\", expected one of 'fast', 'slow'; did you mean 'fast'?"],
  [{ follow: 'yes' }, 'follow: got "yes", expected true or false'],
  [{ signal: 'x' }, 'signal: got "x", expected an AbortSignal'],
  [
    { signal: new AbortController() },
    'signal: got an AbortController, expected an AbortSignal; pass its signal',
  ],
  [5_000, 'options: got 5000, expected an object'],
  [null, 'options: got null, expected an object'],
  [new AbortController().signal, 'options: got an AbortSignal, expected an object; write { signal }'],
])('an option that a call cannot take is refused in words (%#)', (options, text) => {
  expect(problem(options)).toBe(`container.logs cache: 1 problem\n  ${text}`);
});

test('all options that a call cannot take are refused at once', () => {
  expect(problem({ tail: -1, mode: 'x', follow: 1 })).toMatch(/^container\.logs cache: 3 problems\n/);
});

test('a name that no option has is refused with the nearest one, beside everything else', () => {
  const options = { durabel: true, tail: -1, note: Number.NaN, follow: undefined };
  const known = { durable: readFlag, tail: readInteger(0), note: asGiven, follow: readFlag };
  expect(() => checkOptions<object>(options, known, 'job', 'build')).toThrow(
    [
      'job build: 2 problems',
      '  tail: got -1, expected a whole number of at least 0',
      "  durabel: got an unknown key, expected one of durable, tail, note, follow; did you mean 'durable'?",
    ].join('\n'),
  );
});

test.each<[string, unknown, string]>([
  [
    'an option that throws when it is read',
    Object.defineProperty({}, 'tail', { enumerable: true, get: () => fail('no entry') }),
    'tail: got something that throws when it is read (no entry), expected a value that can be read',
  ],
  [
    'options that throw when they are read',
    new Proxy({}, { getPrototypeOf: () => fail('no entry') }),
    'options: got something that throws when it is read (no entry), expected a value that can be read',
  ],
  [
    'a value that throws when it is printed',
    { follow: { toJSON: () => fail('no JSON'), toString: () => fail('no text') } },
    'follow: got an object that cannot be read, expected true or false',
  ],
])('%s is a problem as others are', (_, options, text) => {
  expect(problem(options)).toContain(text);
});

function fail(message: string): never {
  throw new Error(message);
}
