import type { Reader } from './reader.ts';

/** A whole number from `from` to `to`. */
export function readInteger(from: number, to = Number.MAX_SAFE_INTEGER): Reader<number> {
  const range = to === Number.MAX_SAFE_INTEGER ? `of at least ${from}` : `from ${from} to ${to}`;
  return (value, problems) =>
    Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to
      ? (value as number)
      : problems.refuse(value, `a whole number ${range}`);
}

/** A number from `from` to `to`, fractions included. */
export function readNumber(from: number, to: number): Reader<number> {
  return (value, problems) =>
    typeof value === 'number' && value >= from && value <= to
      ? value
      : problems.refuse(value, `a number from ${from} to ${to}`);
}
