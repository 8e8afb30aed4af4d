/** A number as Go prints it, which differs from JavaScript in the exponents. */
export function printNumber(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isInteger(value)) return integerText(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  return exponent < -4 ? twoDigitExponent(value.toExponential()) : String(value);
}

function integerText(value: number | bigint): string {
  const text = String(value);
  return text.includes('e') ? twoDigitExponent(text) : text;
}

function twoDigitExponent(text: string): string {
  return text.replace(/e([-+])(\d)$/, 'e$10$2');
}
