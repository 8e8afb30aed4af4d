import { type Parsed, parsed, refused } from './parsed.ts';

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n, // U+00B5, the micro sign
  μs: 1000n, // U+03BC, the Greek letter
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)/y;

/** A duration such as `1m30s`, `1.5h`, `2d` in nanoseconds. */
export function parseDuration(text: string): Parsed<bigint> {
  const negative = text.startsWith('-');
  const unsigned = text.replace(/^[-+]/, '');
  if (unsigned === '0') return parsed(0n);
  let total = 0n;
  let at = 0;
  for (; at < unsigned.length; at = PART.lastIndex) {
    PART.lastIndex = at;
    const match = PART.exec(unsigned);
    if (match === null) break;
    total += scaled(match[1]!, NANOSECONDS[match[2]!]!);
  }
  if (at === 0 || at < unsigned.length)
    return refused("a duration such as '1m30s', '500ms' or '2h' (ns, us, ms, s, m, h, d, w)");
  if (total >= 2n ** 63n) return refused('a duration below 292 years');
  return parsed(negative ? -total : total);
}

/** Nanoseconds as Go prints them: `1m30s`, `1.5ms`, `0s`. */
export function printDuration(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const rest = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (rest === 0n) return '0s';
  if (rest < 1000n) return `${sign}${rest}ns`;
  if (rest < 1_000_000n) return `${sign}${withFraction(rest, 1000n)}µs`;
  if (rest < 1_000_000_000n) return `${sign}${withFraction(rest, 1_000_000n)}ms`;
  const minutes = rest / 60_000_000_000n;
  const seconds = `${withFraction(rest % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return `${sign}${hours === 0n ? '' : `${hours}h`}${minutes % 60n}m${seconds}`;
}

/** A count with a fraction, exactly: floating point would lose nanoseconds. */
function scaled(count: string, unit: bigint): bigint {
  const [whole = '', fraction = ''] = count.split('.');
  const parts = fraction === '' ? 0n : (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length);
  return BigInt(whole || '0') * unit + parts;
}

function withFraction(value: bigint, unit: bigint): string {
  const fraction = (value % unit)
    .toString()
    .padStart(unit.toString().length - 1, '0')
    .replace(/0+$/, '');
  return `${value / unit}${fraction === '' ? '' : `.${fraction}`}`;
}
