import { DocktopusError } from '@docktopus/core';
import { printable } from '@docktopus/core/kit';

/** What a job is called by: text, or a non-negative integer. `7` and `'7'` are different ids. */
export type JobId = string | number;

/**
 * Checks that `value` can be a job's id and returns it.
 *
 * @throws DocktopusError `job.invalid` for empty text and for negative, fractional and unsafe numbers.
 */
export function checkedJobId(value: unknown): JobId {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value + 0;
  throw new DocktopusError('job.invalid', {
    operation: 'job',
    subject: typeof value === 'number' ? String(value) : printable(value),
    reason: 'a job id is non-empty text or an integer from 0 to 2^53 - 1',
  });
}

/**
 * The id that is meant where a number may have been written as text, as in a URL and on a command line. If a program has
 * both `7` and `'7'`, the one that was written.
 */
export function jobIdOf(written: JobId, known: Iterable<JobId>): JobId {
  const ids = [...known].filter((id) => String(id) === String(written));
  return ids.includes(written) ? written : (ids[0] ?? written);
}

/** An id as it is shown to people: `"flush"`, `7`, `"7"`. */
export function printableJobId(id: JobId): string {
  return JSON.stringify(id);
}
