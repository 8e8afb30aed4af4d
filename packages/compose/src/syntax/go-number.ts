/** A number as Go prints it: one that was written as a fraction has an exponent from a million on. */
export function printNumber(value: number | bigint, fraction = !Number.isInteger(value)): string {
  if (typeof value === 'bigint') return String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (!fraction && Number.isSafeInteger(value)) return String(value);
  const [digits, exponent = ''] = value.toExponential().split('e');
  if (Object.is(value, -0)) return '-0';
  if (value === 0 || (Number(exponent) >= -4 && Number(exponent) < MIN_EXPONENT)) return String(value);
  return `${digits}e${exponent.replace(/(?<=^[-+])\d$/, '0$&')}`;
}

/** A million is the first number with an exponent. */
const MIN_EXPONENT = 6;
