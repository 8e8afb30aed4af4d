import { DocktopusError } from '@docktopus/core';
import { printable } from '@docktopus/core/kit';

/**
 * The cursor of a list's page, as its store has written it.
 *
 * @param form of the cursors of that store.
 * @throws DocktopusError `job.invalid` for text that no page has given.
 */
export function checkedCursor(cursor: string | undefined, form: RegExp): string | undefined {
  if (cursor === undefined || form.test(cursor)) return cursor;
  throw new DocktopusError('job.invalid', {
    operation: 'queue.list',
    subject: 'cursor',
    reason: `got ${printable(cursor)}, expected the cursor of the page before`,
  });
}

/** Of stores that number their jobs. */
export const NUMBER_CURSOR = /^\d{1,15}$/;
