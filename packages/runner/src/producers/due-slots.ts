/** The slot of a timetable that follows `after`; `undefined` when there is none any more. Milliseconds of one clock. */
export type NextSlot = (after: number) => number | undefined;

/** Beyond this many, missed slots are not counted one by one: a machine may have slept for a week. */
const COUNTED = 1000;

/**
 * What is due at `now`, when the timer for `first` has woken up. A timer may be late by any number of slots.
 *
 * @returns the latest slot that is due, how many were due before it, and where to go on from.
 */
export function dueSlots(
  next: NextSlot,
  first: number,
  now: number,
): { readonly latest: number; readonly missed: number; readonly last: number } {
  let [latest, missed] = [first, 0];
  let following = next(first);
  while (following !== undefined && following <= now && missed + 1 < COUNTED) {
    latest = following;
    missed += 1;
    following = next(following);
  }
  const beyond = following !== undefined && following <= now;
  return { latest, missed, last: beyond ? now : latest };
}
