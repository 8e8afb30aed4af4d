import { randomBytes } from 'node:crypto';

const PROCESS = randomBytes(9).toString('base64url');
let count = 0;
let [at, time] = [0, ''];

/**
 * An id that no other call has, in this process or another, and that sorts by the time it was made: the time, random
 * text of the process, and a count.
 */
export function newCallId(): string {
  const now = Date.now();
  if (now !== at) [at, time] = [now, now.toString(36).padStart(8, '0')];
  count += 1;
  return `${time}-${PROCESS}-${count.toString(36).padStart(4, '0')}`;
}
