import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseByteSize, printByteSize } from './byte-size.ts';

const KIB = 1024;
const MIB = KIB ** 2;

// biome-ignore format: a table reads better in rows
test.each([
  ['32', 32], ['32b', 32], ['32B', 32], ['32 B', 32], ['32k', 32 * KIB], ['32K', 32 * KIB], ['32kb', 32 * KIB],
  ['32Kb', 32 * KIB], ['32Kib', 32 * KIB], ['32KIB', 32 * KIB], ['32Mb', 32 * MIB], ['64MiB', 64 * MIB],
  ['32Gb', 32 * KIB ** 3], ['1.5g', 1.5 * KIB ** 3], ['32Tb', 32 * KIB ** 4], ['7P', 7 * KIB ** 5],
  ['7PB', 7 * KIB ** 5], ['32.3', 32], ['32.3 mb', Math.trunc(32.3 * MIB)], ['0.3MB', Math.trunc(0.3 * MIB)],
  ['.5k', 512], ['5.k', 5 * KIB], ['0', 0], ['00012', 12], ['1e3', 1000], ['1e3k', 1000 * KIB],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
] as const)('%s is %d bytes', (text, bytes) => {
  expect(parseByteSize(text)).toEqual({ ok: true, value: bytes });
});

// biome-ignore format: a table reads better in rows
test.each([
  '', ' ', 'hello', '-32', '-1', '-0', '-0.5', ' 32 ', ' 32', '32 ', '32  m', '32m ', '32m b', '32bm', '32kx',
  '32kbb', '32ki', '32mibs', '32e', '.', '.k', '1.2.3k', '1,5g', '0x10', 'NaN', 'Infinity', '1_000', '٣٢', '32µ',
  '8P', '9007199254740993', '1e400', '512m\n', 'm512',
])('%j is refused', (text) => {
  expect(parseByteSize(text).ok).toBe(false);
});

test.each([
  [0, '0'],
  [1000, '1000'],
  [512 * MIB, '512m'],
  [1.5 * KIB ** 3, '1536m'],
])('%d is printed as %s', (bytes, text) => {
  expect(printByteSize(bytes)).toBe(text);
});

test('a printed size parses to the same size', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.integer({ min: 0, max: 4 }), (bytes, exponent) => {
      const size = Math.floor(bytes / 1024 ** exponent) * 1024 ** exponent;
      expect(parseByteSize(printByteSize(size))).toEqual({ ok: true, value: size });
    }),
  );
});
