import { Secret } from '@docktopus/core';
import { printIssue } from '@docktopus/core/kit';
import { describe, expect, it, test } from 'vitest';
import { jsonIssues } from './json-issues.ts';
import { jsonText, parsedText } from './json-text.ts';

const options = { what: 'the body', path: 'body', maxBytes: 100_000, subject: 'work' };

class Point {
  readonly x = 1;
  readonly y = 2;
}
class Money {
  readonly cents = 100;
  get euros(): number {
    return this.cents / 100;
  }
}
class Version {
  toJSON(): unknown {
    return { major: 7 };
  }
}
class Many extends Array<number> {}

/** An object of toJSON's own choice. */
const saying = (said: unknown) => ({ toJSON: () => said });

describe('is kept, and read back as', () => {
  test.each<[what: string, value: unknown, read: unknown]>([
    ['no body', undefined, undefined],
    ['null', null, null],
    ['text with NUL and half a character', 'a\0\ud800', 'a\0\ud800'],
    ['numbers', [0, -1.5, 2 ** 53, -0], [0, -1.5, 2 ** 53, 0]],
    ['records within lists', [{ a: [true, { b: null }] }], [{ a: [true, { b: null }] }]],
    ['a record whose property is undefined', { a: undefined, b: 1 }, { b: 1 }],
    ['a record without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['the property __proto__', JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":1}}')],
    ['a Date', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
    ['a URL', new URL('http://x/y'), 'http://x/y'],
    ['what toJSON() returns', [new Version()], [{ major: 7 }]],
    ['an object of a class that has only data', { at: new Point() }, { at: { x: 1, y: 2 } }],
    ['a list of a class', Many.from([1, 2]), [1, 2]],
    [
      'a getter of a record',
      {
        get a() {
          return 1;
        },
      },
      { a: 1 },
    ],
    ['one object at two places', ((one) => [one, one])({ a: 1 }), [{ a: 1 }, { a: 1 }]],
    ['a property whose toJSON() returns undefined', { a: saying(undefined) }, {}],
  ])('%s', (_, value, read) => {
    const text = jsonText(value, options);
    expect(parsedText(text)).toEqual(read);
    expect(JSON.stringify(parsedText(text))).toBe(JSON.stringify(read));
  });
});

const cyclic: Record<string, unknown> = { name: 'a' };
cyclic.parts = [{ of: cyclic }];

const changed: readonly (readonly [value: unknown, got: string, hint?: RegExp])[] = [
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
  [10n, '10n', /String\(value\)/],
  [() => 1, 'a function'],
  [Symbol('s'), 'a symbol'],
  [new Map([[1, 2]]), 'a Map', /Object\.fromEntries/],
  [new Set([1]), 'a Set', /\[\.\.\.set\]/],
  [new WeakMap(), 'a WeakMap'],
  [new Error('boom'), 'an Error', /error\.message/],
  [new TypeError('boom'), 'a TypeError', /error\.message/],
  [/x/, 'a RegExp'],
  [Promise.resolve(1), 'a Promise', /await it/],
  [new Boolean(true), 'a Boolean', /valueOf/],
  [new Uint8Array(2), 'an Uint8Array', /base64/],
  [Buffer.from('x'), 'a Buffer', /base64/],
  [new ArrayBuffer(2), 'an ArrayBuffer', /base64/],
  [new DataView(new ArrayBuffer(2)), 'a DataView', /base64/],
  [new Date('x'), 'an invalid Date'],
  [new Secret('hunter2'), 'a Secret', /read it in the job/],
  [new Money(), 'a Money', /toJSON/],
  [Object.create({ inherited: 1 }), 'an Object'],
  [saying(Number.NaN), 'NaN'],
  [saying(new Date(0)), 'a Date'],
  [saying(new Map()), 'a Map'],
  [
    {
      toJSON() {
        throw new Error('boom');
      },
    },
    'an object that throws when it is read (boom)',
  ],
];

test.each(changed.map(([value, got, hint]) => ({ value, got, hint })))(
  'refuses $got at its place, and says what it is',
  ({ value, got, hint }) => {
    const { issues } = jsonIssues({ items: [1, { size: value }] }, 'body', 1000);
    expect(issues).toEqual([expect.objectContaining({ path: 'body.items[1].size', got })]);
    if (hint !== undefined) expect(issues[0]?.hint).toMatch(hint);
    expect(jsonIssues(value, 'body', 1000).issues).toEqual([expect.objectContaining({ path: 'body', got })]);
  },
);

it('names what a list would hold null for, a getter that throws, a symbol as a name, and a cycle', () => {
  const value = {
    // biome-ignore lint/suspicious/noSparseArray: a hole is one of the things that JSON changes.
    list: [undefined, , saying(undefined)],
    get broken() {
      throw new Error('boom');
    },
    [Symbol('tag')]: 1,
    'two words': Number.NaN,
    cyclic,
  };
  const found = jsonIssues(value, 'body', 1000).issues.map(printIssue);
  expect(found).toEqual([
    'body.list[0]: got undefined, expected null, or a list without it',
    'body.list[1]: got undefined, expected null, or a list without it',
    'body.list[2]: got an object whose toJSON() returns undefined, expected data',
    'body.broken: got a getter that throws (boom), expected data',
    'body["two words"]: got NaN, expected a finite number or null',
    'body.cyclic.parts[0].of: got body.cyclic again, expected data without cycles; write an id in its place',
    'body: got a property named Symbol(tag), expected names that are text',
  ]);
});

it('tells of 20 problems, and how many more there are', () => {
  const { issues, more } = jsonIssues(
    Array.from({ length: 1000 }, () => Number.NaN),
    'body',
    1000,
  );
  expect([issues.length, more]).toEqual([20, 980]);
});

it('refuses what has too many levels, and more values than it may have bytes, without reading all of it', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 20_000; level += 1) deep = [deep];
  expect(() => jsonText(deep, options)).toThrow('body: got more, expected at most 500 levels');
  // Each level has the one below twice: 2 ** 60 values.
  let wide: unknown = 1;
  for (let level = 0; level < 60; level += 1) wide = [wide, wide];
  expect(() => jsonText(wide, options)).toThrow(
    'the body takes too many bytes as JSON, more than the limit of 100000',
  );
});

it('says all of it in one error', () => {
  expect(() => jsonText({ a: Number.NaN, b: [10n] }, options)).toThrow(
    'job work: the body cannot be written as JSON without a change: body.a: got NaN, expected a finite number or null; body.b[0]: got 10n, expected a number or text; write String(value). Pass plain data: text, finite numbers, booleans, null, lists and records; a Date becomes text',
  );
});

test.each([
  [new Map(), 'body: got a Map, expected a record or a list; write Object.fromEntries(map)'],
  [new Date('x'), 'body: got an invalid Date, expected a valid one or null'],
  [
    new Secret('hunter2'),
    'body: got a Secret, expected data that may be on disk; write its name, and read it in the job',
  ],
  [Buffer.from('x'), 'body: got a Buffer, expected text; write Buffer.from(value).toString("base64")'],
])('%s is told with what to write', (value, text) => {
  expect(jsonIssues(value, 'body', 1000).issues.map(printIssue)).toEqual([text]);
});
