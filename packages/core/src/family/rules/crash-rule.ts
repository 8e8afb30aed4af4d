import type { CrashSettings } from '../settings/family-settings.ts';

/** How often a member has ended without being asked to, as far as it still counts. */
export interface CrashRecord {
  /** When, on the family's clock, oldest first. */
  readonly ends: readonly number[];
  /** How many in a row came too soon after their start. */
  readonly streak: number;
}

export const NO_CRASHES: CrashRecord = { ends: [], streak: 0 };

/** What follows from an unasked end. */
export type CrashVerdict =
  | { readonly next: 'restart'; readonly afterMs: number }
  | { readonly next: 'failed'; readonly until: number };

/** The most that {@link afterEnd} remembers, whatever `most` says. */
const LONGEST_RECORD = 100;

/** Counts one more end, at `at` and after a run of `ranForMs`. Pure. */
export function afterEnd(
  record: CrashRecord,
  at: number,
  ranForMs: number,
  { most, withinMs, firstDelayMs, longestDelayMs }: CrashSettings,
): { readonly record: CrashRecord; readonly verdict: CrashVerdict } {
  const ends = [...record.ends.filter((end) => end > at - withinMs), at].slice(-LONGEST_RECORD);
  const streak = ranForMs >= withinMs ? 1 : record.streak + 1;
  const verdict: CrashVerdict =
    ends.length >= most
      ? { next: 'failed', until: at + withinMs }
      : { next: 'restart', afterMs: Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(30, streak - 1)) };
  return { record: { ends, streak }, verdict };
}
