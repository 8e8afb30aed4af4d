import { type OptionReaders, type Reader, readInteger, readNumber } from '@docktopus/core/kit';
import { isStorableText } from './storable-text.ts';

/** What a durable job may be submitted with. */
export interface SubmitOptions {
  /**
   * The same key of the same job is the same call for as long as it is kept, also when it has ended: repeating a
   * submission runs nothing.
   * @default none
   */
  readonly idempotencyKey?: string | undefined;
  /** Not before so many milliseconds from now. @default 0 */
  readonly delayMs?: number | undefined;
  /** From -100 to 100; higher ones are claimed first. @default 0 */
  readonly priority?: number | undefined;
  /** How long it may still begin or be tried again, in milliseconds from now. @default what the job says */
  readonly deadlineMs?: number | undefined;
  /** The host whose workers alone may run it, such as the one that owns a container. @default any */
  readonly affinity?: string | undefined;
}

const LONGEST_KEY = 255;
const TEN_YEARS_MS = 10 * 365 * 24 * 60 * 60 * 1000;

/** The values that {@link isKey} accepts, in the words of messages. */
export const KEY_EXPECTED = `a text of 1 to ${LONGEST_KEY} characters without NUL and half characters`;

/** Whether every store can keep a text as a key, and find it again. */
export function isKey(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST_KEY && isStorableText(text);
}

const readKey: Reader<string> = (value, problems) =>
  typeof value === 'string' && isKey(value) ? value : problems.refuse(value, KEY_EXPECTED);

/** How the options of a durable call are checked. */
export const SUBMIT_OPTIONS: OptionReaders<SubmitOptions> = {
  idempotencyKey: readKey,
  delayMs: readNumber(0, TEN_YEARS_MS),
  priority: readInteger(-100, 100),
  deadlineMs: readNumber(Number.MIN_VALUE, TEN_YEARS_MS),
  affinity: readKey,
};
