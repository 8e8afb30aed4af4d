/** BullMQ's highest number, which is its lowest priority. */
const LAST = 2_097_151;
/** Priorities from 100 to -100, each a number of its own. */
const BASE = 101;
/** With keys, the numbers are shared between priorities from 10 to -10 and the turns of keys. */
const CLASSES = 21;
const TURNS = Math.floor(LAST / CLASSES);

/** What BullMQ calls the priority of a job: the lowest number is next. */
export function bullPriority(priority: number, turn: number | undefined): number {
  if (turn === undefined) return BASE - priority;
  const classOf = 10 - Math.max(-10, Math.min(10, priority));
  // Beyond so many turns without a rest, keys are served in the order that their jobs came.
  return 1 + classOf * TURNS + Math.min(turn, TURNS - 1);
}
