import { type Parsed, parsed, refused } from './parsed.ts';

const SIZE = /^(\d+\.?\d*|\.\d+|\d+(?:\.\d*)?[eE][-+]?\d+) ?(?:([kmgtp])(?:i?b)?|b)?$/i;
const EXPONENTS = 'kmgtp';

/** A size such as `512m`, `1.5gb` or `1024` in bytes. */
export function parseSize(text: string): Parsed<bigint> {
  const match = SIZE.exec(text);
  if (match === null) return refused("a size such as '512m', '1.5g' or '1024'");
  const exponent = match[2] === undefined ? 0 : EXPONENTS.indexOf(match[2].toLowerCase()) + 1;
  const count = match[1]!;
  if (/^\d+$/.test(count)) return within(BigInt(count) * 1024n ** BigInt(exponent));
  const bytes = Number(count) * 1024 ** exponent;
  return within(Number.isFinite(bytes) ? BigInt(Math.trunc(bytes)) : 2n ** 63n);
}

function within(bytes: bigint): Parsed<bigint> {
  return bytes < 2n ** 63n ? parsed(bytes) : refused('a size below 8 EiB');
}
