import { LONGEST_DURATION_MS, parseDuration } from './duration.ts';
import { readSyntax } from './read-text.ts';
import type { Reader } from './reader.ts';

/** Milliseconds, or text such as `'1m30s'`. */
export type DurationInput = number | string;

/** A time in milliseconds, given as a number of them or as text. */
export function readDuration(leastMs: number, mostMs = LONGEST_DURATION_MS): Reader<number> {
  const expected = `from ${leastMs} ms to ${inWords(mostMs)}, as milliseconds or a text such as '1m30s'`;
  return (value, problems) => {
    const ms = typeof value === 'string' ? readSyntax(parseDuration)(value, problems) : value;
    if (typeof value === 'string' && ms === undefined) return undefined;
    return typeof ms === 'number' && ms >= leastMs && ms <= mostMs ? ms : problems.refuse(value, expected);
  };
}

/** Whole seconds, as the engine's stop timeout wants them; −1 waits without end. */
export const readWholeSeconds: Reader<number> = (value, problems) => {
  if (value === -1) return -1;
  const ms = readDuration(0)(value, problems);
  if (ms === undefined) return undefined;
  return Number.isInteger(ms / 1000)
    ? ms / 1000
    : problems.refuse(value, "whole seconds, such as 10_000 (milliseconds) or '10s'", {
        because: 'the engine knows no fractions of a second',
      });
};

function inWords(ms: number): string {
  const days = Math.floor(ms / 86_400_000);
  return days < 1000 ? `${days} days` : `${Math.floor(days / 365.2425)} years`;
}
