import { type Parsed, parsed, refused } from './parsed.ts';

const EXPECTED = "bytes or a size such as '512m', '1.5g' or '64MiB'";
const UNITS = 'kmgtp';

/**
 * A size in bytes, as `docker run --memory` reads it: a decimal number, at most one space, a unit in either case
 * (`b`, `k`, `kb`, `kib`, … up to `p`), all of them powers of 1024. Fractions of a byte are dropped.
 */
export function parseByteSize(text: string): Parsed<number> {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?) ?(?:b|([kmgtp])(?:i?b)?)?$/i.exec(text);
  const [, digits, unit] = match ?? [];
  if (digits === undefined || text.endsWith(' ')) return refused(EXPECTED);
  const exponent = unit === undefined ? 0 : UNITS.indexOf(unit.toLowerCase()) + 1;
  const bytes = Math.trunc(Number(digits) * 1024 ** exponent);
  if (bytes < 0 || Object.is(bytes, -0)) return refused(`${EXPECTED}, not negative`);
  return bytes <= Number.MAX_SAFE_INTEGER ? parsed(bytes) : refused('a size below 8 PiB');
}

/** For people: `512 MiB`, `1 GiB`, `1000 bytes`. */
export function describeByteSize(bytes: number): string {
  const text = printByteSize(bytes);
  const unit = text.at(-1)?.toUpperCase() ?? '';
  return UNITS.includes(unit.toLowerCase()) ? `${text.slice(0, -1)} ${unit}iB` : `${text} bytes`;
}

/** The shortest exact form: `512m`, `1g`, `1000`. */
export function printByteSize(bytes: number): string {
  for (let exponent = UNITS.length; exponent > 0; exponent -= 1) {
    const size = bytes / 1024 ** exponent;
    if (bytes > 0 && Number.isInteger(size)) return `${size}${UNITS[exponent - 1]}`;
  }
  return String(bytes);
}
