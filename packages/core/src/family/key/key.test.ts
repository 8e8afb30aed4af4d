import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalKey, type FamilyKey, keyNames, parseCanonicalKey } from './index.ts';

const namesOf = (key: unknown) => keyNames(canonicalKey(key, 'box'), 'box', 'bp');

/** Keys that careless escaping, case folding or normalisation would make one. */
const HOSTILE: readonly FamilyKey[] = [
  'acme', 'Acme', 'ACME', 'a-b', 'a_b', 'a.b', 'a b', 'a/b', 'a:b', 'a_2Db', 'a-2Db', 'a%2Db',
  ' acme', 'acme ', 'acme\n', 'acme\u0000', 'acme\u200b',
  '\u00e9', 'e\u0301', '\u212b', '\u00c5', 'A\u030a', '\ufb01', 'fi', 'ı', 'i', 'İ', 'ß', 'ss', 'ẞ',
  '\ud800', '\udc00', '\ufffd', '\ud83d\ude00',
  '7', 7, '07', '7.0', 7.5, '7.5', '-7', -7, '1e3', 1_000, '1000', 'true', 'null', 'undefined', '[]', '{}',
  ['a', 'b'], ['a,b'], 'a,b', ['a', ['b']], [['a'], 'b'], ['ab'], ['a', 'b', ''], [''], [], [null], ['null'],
  [true], ['true'], [0], ['0'], '["a","b"]', '"a"', 'a"b', 'a\\b', 'a\\"b',
  { a: 'b' }, { a: ['b'] }, { a: 'b', c: 'd' }, { a: 'b,c:d' }, {},
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', '..', '.', '-', '--', 'xn--acme',
  '3000-acme', 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(300), 'é'.repeat(300), `${'x'.repeat(299)}y`,
  JSON.parse('{"__proto__": "a"}'), JSON.parse('{"__proto__": "b"}'), ['__proto__'],
]; // biome-ignore format: a table is read in lines

describe('keys', () => {
  test('no two hostile keys share a text, a container name or a slug', () => {
    const all = HOSTILE.map(namesOf);
    const of = (read: (names: (typeof all)[number]) => string) => new Set(all.map(read)).size;
    expect(new Set(HOSTILE.map((key) => canonicalKey(key, 'box'))).size).toBe(HOSTILE.length);
    expect([of(({ container }) => container), of(({ slug }) => slug), of(({ hash }) => hash)]).toEqual([
      HOSTILE.length,
      HOSTILE.length,
      HOSTILE.length,
    ]);
  });

  test.each(HOSTILE.map((key) => [canonicalKey(key, 'box').slice(0, 60), key] as const))(
    '%s has names that engines and resolvers take, and comes back from its text',
    (_, key) => {
      const { container, slug } = namesOf(key);
      expect(container).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/);
      expect(slug).toMatch(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
      expect(parseCanonicalKey(canonicalKey(key, 'box'))).toEqual(key);
    },
  );

  const part = fc.letrec((tie) => ({
    scalar: fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null)),
    part: fc.oneof({ maxDepth: 3 }, tie('scalar'), fc.array(tie('part'), { maxLength: 3 }), fc.dictionary(fc.string(), tie('part'), { maxKeys: 3 })),
  })).part; // biome-ignore format: one arbitrary
  const key = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.integer(),
    fc.array(part, { maxLength: 4 }),
  );

  test('equal data has the same names, different data different ones', () => {
    fc.assert(
      fc.property(key, key, (one, other) => {
        const [first, second] = [canonicalKey(one, 'box'), canonicalKey(other, 'box')];
        const same = first === second;
        expect(namesOf(one).slug === namesOf(other).slug).toBe(same);
        expect(namesOf(one).container === namesOf(other).container).toBe(same);
        expect(canonicalKey(parseCanonicalKey(first), 'box')).toBe(first);
        expect(canonicalKey(structuredClone(one), 'box')).toBe(first);
      }),
    );
  });

  test('the order of names in a record is no difference, and neither is the sign of zero', () => {
    expect(canonicalKey({ b: 1, a: 2 }, 'box')).toBe(canonicalKey({ a: 2, b: 1 }, 'box'));
    expect(canonicalKey([-0], 'box')).toBe(canonicalKey([0], 'box'));
  });

  test('a plain key is its own slug; one that looks like a hash, a port or punycode is not', () => {
    const slug = (text: string) => namesOf(text).slug;
    expect([slug('acme'), slug('team-7')]).toEqual(['acme', 'team-7']);
    for (const text of ['3000-acme', 'xn--acme', 'Acme', 'a_b', slug('Acme'), 'a'.repeat(26), 'a-'])
      expect(slug(text)).not.toBe(text);
  });

  test('the same key has other names in another family or blueprint, also where the names could be read as one', () => {
    const name = (family: string, blueprint: string) => keyNames('"x"', family, blueprint).container;
    expect(new Set([name('a', 'b-c'), name('c', 'b-a'), name('b-c', 'a'), name('c-a', 'b')]).size).toBe(4);
    expect(keyNames('"x"', 'b-c', 'a').hash).not.toBe(keyNames('"x"', 'c', 'a-b').hash);
  });
});

class Tenant {
  readonly id = 1;
}
const cycle: unknown[] = [];
cycle.push(cycle);

test.each<[unknown, string]>([
  ['', 'a key must not be empty'],
  [null, 'expected text that is not empty'],
  [undefined, 'it holds undefined'],
  [true, 'expected text that is not empty'],
  [Number.NaN, 'it holds NaN, expected a finite number'],
  [Number.POSITIVE_INFINITY, 'it holds Infinity'],
  [2 ** 53, 'write it as text'],
  [10n, 'it holds a bigint (write it as text)'],
  [Symbol('x'), 'it holds a symbol'],
  [() => 1, 'it holds a function'],
  [new Date(0), 'it holds an instance of Date'],
  [new Tenant(), 'it holds an instance of Tenant'],
  [new Map([['a', 1]]), 'it holds an instance of Map'],
  [[undefined], 'it holds undefined'],
  [new Array(2), 'it holds undefined'],
  [{ toJSON: () => 'x' }, 'it holds a function'],
  [{ [Symbol('x')]: 1 }, 'it holds a symbol as a name'],
  [cycle, 'it nests deeper than 8 levels'],
  ['x'.repeat(10_000), 'it takes 10002 bytes as JSON, expected at most 2048'],
])('%s is refused as a key', (key, reason) => {
  expect(() => canonicalKey(key, 'box')).toThrow(
    expect.objectContaining({ code: 'family.key-invalid', message: expect.stringContaining(reason) }),
  );
  expect(() => canonicalKey(key, 'box')).toThrow(/^family\.key box: the key .{0,90} is not valid: /s);
});

test.each(['', 'acme', '{', '{"b":1,"a":2}', ' "acme"', '1e400', 'null', '""', '{"__proto__":1e400}'])(
  'the label %j names no key',
  (text) => expect(parseCanonicalKey(text)).toBeUndefined(),
);
