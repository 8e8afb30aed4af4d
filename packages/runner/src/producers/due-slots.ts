/** The slot of a timetable that follows `after`; `undefined` when there is none any more. Milliseconds of one clock. */
export type NextSlot = (after: number) => number | undefined;

/** Beyond this many, missed slots are not counted one by one: a machine may have slept for a week. */
const COUNTED = 1000;

/**
 * What to do at `now`, when the timer for `first` has woken up. A timer may be late by any number of slots.
 *
 * @param catchUp how many of the missed slots are to run as well, the latest of them.
 * @returns the slots to run in order, how many are given up, and where to go on from.
 */
export function dueSlots(
  next: NextSlot,
  first: number,
  now: number,
  catchUp: number,
): { readonly run: readonly number[]; readonly missed: number; readonly last: number } {
  const due = [first];
  let following = next(first);
  while (following !== undefined && following <= now && due.length < COUNTED) {
    due.push(following);
    following = next(following);
  }
  const run = due.slice(-(catchUp + 1));
  const beyond = following !== undefined && following <= now;
  return { run, missed: due.length - run.length, last: beyond ? now : (due.at(-1) ?? first) };
}
