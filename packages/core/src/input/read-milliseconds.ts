import type { Reader } from './reader.ts';

/** The longest delay of `setTimeout`, nearly 25 days; a longer one would fire at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A time that a timer is set to, in milliseconds. */
export function readMilliseconds(least = 0): Reader<number> {
  return (value, problems) =>
    isTimer(value, least)
      ? value
      : problems.refuse(value, `milliseconds from ${least} to ${LONGEST_TIMER_MS}`);
}

/** The `timeoutMs` of a call. */
export const readTimeout: Reader<number> = (value, problems) =>
  value === Number.POSITIVE_INFINITY || isTimer(value, 0)
    ? value
    : problems.refuse(value, `milliseconds from 1 to ${LONGEST_TIMER_MS}, or 0 for no deadline`);

function isTimer(value: unknown, least: number): value is number {
  return typeof value === 'number' && value >= least && value <= LONGEST_TIMER_MS;
}
