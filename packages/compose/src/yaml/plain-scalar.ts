/** A date, which Compose refuses where text is expected. */
export const DATE = Symbol('date');

const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const TIMESTAMP =
  /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|[ \t]+)\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?[ \t]*(?:Z|[-+]\d{1,2}:\d{2})?)?$/;

const WORDS = new Map<string, boolean | null | number>([
  ['', null],
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
]);

/**
 * What an unquoted word means, as the YAML library of Docker Compose reads it: `yes` and `22:22` are text, `0644` is
 * octal, `1_000` is a number.
 */
export function resolvePlain(text: string): string | number | bigint | boolean | null | typeof DATE {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/.test(text)) return text;
  if (TIMESTAMP.test(text)) return DATE;
  const digits = text.replaceAll('_', '');
  if (INTEGER.test(digits)) return integerOf(digits, text);
  // What is too large for a number is text.
  return FLOAT.test(digits) && Number.isFinite(Number(digits)) ? Number(digits) : text;
}

/** Whether a number was written as a fraction, or is kept as one since it has more than 64 bits. */
export function isFraction(text: string, value: unknown): value is number {
  return typeof value === 'number' && !(INTEGER.test(text.replaceAll('_', '')) && Math.abs(value) < 2 ** 63);
}

function integerOf(digits: string, text: string): string | number | bigint {
  const negative = digits.startsWith('-');
  const unsigned = digits.replace(/^[-+]/, '').replace(/^0[oO]?(?=[0-7])/, '0o');
  const value = negative ? -BigInt(unsigned) : BigInt(unsigned);
  // Beyond 64 bits it is a number with a fraction's precision.
  if (value >= 2n ** 64n || value < -(2n ** 63n)) return /[xob]/i.test(digits) ? text : Number(digits);
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
