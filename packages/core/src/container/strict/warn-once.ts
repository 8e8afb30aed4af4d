import { warn } from '../../errors/index.ts';

/** Beyond this many, earlier ones are forgotten: a process that makes up names must not remember all of them. */
const MOST_REMEMBERED = 1000;

const given = new Set<string>();

/** Whether `message` is said for the first time in this process. */
export function isFirst(message: string): boolean {
  if (given.has(message)) return false;
  if (given.size >= MOST_REMEMBERED) given.clear();
  given.add(message);
  return true;
}

/** Warns a person once in a process. */
export function warnOnce(message: string, code: `DOCKTOPUS_${string}`): void {
  if (isFirst(message)) warn(message, code);
}
