// Plain JavaScript: the watcher process runs this file without any build or loader.
import { readFileSync } from 'node:fs';

/** The answer for a process that exists but may not be looked at. */
export const HIDDEN = 'hidden';

/**
 * When process `pid` began, as a text that no other process with the same pid has on this boot.
 *
 * `undefined` when there is no such process any more; a zombie counts as gone. {@link HIDDEN} when the
 * platform does not say (another user's process under `hidepid`, or no `/proc` at all).
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
export function processStart(pid) {
  const stat = readStat(pid);
  if (stat === undefined) return exists(pid) ? HIDDEN : undefined;
  // The command is in parentheses and may contain anything, so count from the last one.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  return fields[START_TIME];
}

/** Field 22 of `/proc/<pid>/stat`, in clock ticks since boot; the state is field 3. */
const START_TIME = 18;

/** @param {number} pid */
function readStat(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    // No such process, or no /proc: `exists` tells them apart.
    return undefined;
  }
}

/** @param {number} pid */
function exists(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and it is someone else's.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
