import { type Parsed, parsed, refused } from './parsed.ts';

const EXPECTED = "a duration such as '1m30s', '1.5h' or '500ms'";

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3, // U+00B5, the micro sign
  μs: 1e-3, // U+03BC, the Greek letter
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

/** What Docker can hold: a signed 64-bit number of nanoseconds. */
export const LONGEST_DURATION_MS = 2 ** 63 / 1e6;

/** A duration in milliseconds, as `docker run --health-interval` reads it: `1m30s`, with a sign, fractions, or `0`. */
export function parseDuration(text: string): Parsed<number> {
  const negative = text.startsWith('-');
  const unsigned = /^[+-]/.test(text) ? text.slice(1) : text;
  if (unsigned === '0') return parsed(0);
  if (unsigned === '') return refused(EXPECTED);
  let ms = 0;
  for (let at = 0; at < unsigned.length; at = PART.lastIndex) {
    PART.lastIndex = at;
    const match = PART.exec(unsigned);
    if (match === null) return refused(EXPECTED);
    ms += Number(match[1]) * MS_PER_UNIT[match[2]!]!;
  }
  if (ms > LONGEST_DURATION_MS) return refused('a duration below 292 years');
  return parsed(negative ? -ms : ms);
}

/** The canonical form of whole milliseconds: `1h30m`, `1m30s`, `500ms`, `0s`. */
export function printDuration(ms: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ];
  let rest = Math.abs(ms);
  const parts = units.map(([unit, size]) => {
    const count = unit === 'ms' ? rest : Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? '' : `${count}${unit}`;
  });
  return `${ms < 0 ? '-' : ''}${parts.join('') || '0s'}`;
}
