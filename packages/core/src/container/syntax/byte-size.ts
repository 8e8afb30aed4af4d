import { type Parsed, parsed, refused } from './parsed.ts';

const ACCEPTED =
  "bytes or a size such as '512m', '1.5g', '64MiB' are (k, m, g, t, p, each 1024 of the former)";
const UNITS = 'kmgtp';

/**
 * A size in bytes, as `docker run --memory` reads it: a decimal number, at most one space, a unit in either case
 * (`b`, `k`, `kb`, `kib`, … up to `p`), all of them powers of 1024. Fractions of a byte are dropped.
 */
export function parseByteSize(text: string): Parsed<number> {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?) ?(?:b|([kmgtp])(?:i?b)?)?$/i.exec(text);
  const [, digits, unit] = match ?? [];
  if (digits === undefined || text.endsWith(' ')) return refused(ACCEPTED);
  const exponent = unit === undefined ? 0 : UNITS.indexOf(unit.toLowerCase()) + 1;
  const bytes = Math.trunc(Number(digits) * 1024 ** exponent);
  if (bytes < 0 || Object.is(bytes, -0)) return refused(`${ACCEPTED}, not negative`);
  return bytes <= Number.MAX_SAFE_INTEGER ? parsed(bytes) : refused('a size below 8 PiB is');
}

/** The shortest exact form: `512m`, `1g`, `1000`. */
export function printByteSize(bytes: number): string {
  for (let exponent = UNITS.length; exponent > 0; exponent -= 1) {
    const size = bytes / 1024 ** exponent;
    if (bytes > 0 && Number.isInteger(size)) return `${size}${UNITS[exponent - 1]}`;
  }
  return String(bytes);
}
