import { expect, it } from 'vitest';
import { isPassing, sqlFailure, writeFailure } from './sql-failure.ts';

const failure = (code: string) => Object.assign(new Error('as SQLite says it'), { code });

it('a file that another process has is locked to the one that opens it, and unavailable to the one that writes', () => {
  expect(sqlFailure(failure('SQLITE_BUSY'), 'jobs.db')).toMatchObject({ code: 'queue.locked' });
  const busy = writeFailure(failure('SQLITE_BUSY'), 'jobs.db');
  expect(busy).toMatchObject({
    code: 'queue.unavailable',
    reason: 'another process holds the file for too long: it has much to write, or stands still',
    hint: 'Try again; end that process if it stands still',
  });
  expect(isPassing(busy)).toBe(true);
});

it.each([
  ['SQLITE_FULL', 'queue.full', true],
  ['SQLITE_IOERR', 'queue.unavailable', true],
  ['SQLITE_CORRUPT', 'queue.damaged', false],
])('a write that fails with %s is %s', (code, translated, passes) => {
  const error = writeFailure(failure(code), 'jobs.db');
  expect(error).toMatchObject({ code: translated });
  expect([isPassing(error), isPassing(failure(code))]).toEqual([passes, passes]);
});
