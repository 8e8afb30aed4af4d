import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeDeep } from './merge-deep.ts';

const key = fc.constantFrom('a', 'b', 'c');
const { value: json } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 3 }),
  ),
  value: fc.oneof({ maxDepth: 3 }, tie('leaf'), fc.dictionary(key, tie('value'), { maxKeys: 3 })),
}));
const record = fc.dictionary(key, json, { maxKeys: 3 });

describe('merging', () => {
  test('with nothing changes nothing', () => {
    fc.assert(
      fc.property(record, (a) => {
        expect(mergeDeep(a, {})).toEqual(a);
        expect(mergeDeep({}, a)).toEqual(a);
        expect(mergeDeep(a, undefined)).toBe(a);
      }),
    );
  });

  test('the same twice is the same as once', () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        const once = mergeDeep(a, b);
        expect(mergeDeep(once, b)).toEqual(once);
      }),
    );
  });

  test('the last value written wins, and values that were not overwritten stay', () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        const merged = mergeDeep(a, b) as Record<string, unknown>;
        for (const [key, value] of Object.entries(b)) {
          if (typeof value !== 'object' || value === null) expect(merged[key]).toBe(value);
        }
        for (const key of Object.keys(a)) if (!(key in b)) expect(merged[key]).toEqual(a[key]);
      }),
    );
  });

  test('leaves both as they were', () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        const before = structuredClone([a, b]);
        mergeDeep(a, b);
        expect([a, b]).toEqual(before);
      }),
    );
  });
});

test.each([
  [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
  [{ a: { b: 1 } }, { a: null }, { a: null }],
  [{ a: 1 }, { a: { b: 1 } }, { a: { b: 1 } }],
  [{ a: 1 }, { a: undefined }, { a: 1 }],
  [{ a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
])('%j and %j make %j', (a, b, merged) => {
  expect(mergeDeep(a, b)).toEqual(merged);
});
