import { randomBytes } from 'node:crypto';

const PROCESS = randomBytes(12).toString('base64url');
let count = 0;

/** An id that no other call has, in this process or another: random text of the process and a count. */
export function newCallId(): string {
  count += 1;
  return `${PROCESS}.${count.toString(36)}`;
}
