import { parseDuration } from './duration.ts';
import { readSyntax } from './read-text.ts';
import type { Reader } from './reader.ts';

/** Milliseconds, or text such as `'1m30s'`. */
export type DurationInput = number | string;

/** Milliseconds of at least `leastMs`. */
export function readDuration(leastMs: number): Reader<number> {
  return (value, problems) => {
    const ms = typeof value === 'number' ? value : readSyntax(parseDuration)(value, problems);
    if (ms === undefined) return undefined;
    if (Number.isFinite(ms) && ms >= leastMs) return ms;
    return problems.refuse(
      value,
      `at least ${leastMs} ms, as a number of milliseconds or a text such as '1m30s'`,
    );
  };
}

/** Whole seconds, as the engine's stop timeout wants them; −1 waits for ever. */
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
