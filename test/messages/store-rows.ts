import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { sqlFailure } from '../../packages/queue/src/sqlite/driver/sql-failure.ts';
import { openDatabase } from '../../packages/queue/src/sqlite/open-database.ts';
import { APPLICATION_ID } from '../../packages/queue/src/sqlite/schema.ts';
import { refusalOutcome } from '../../packages/runner/src/durable/after-refusal.ts';
import { expiredError, leaseLost, stalledError } from '../../packages/runner/src/durable/lease-errors.ts';
import { restoredError } from '../../packages/runner/src/durable/stored-error.ts';
import type { Bench, Rows } from './bench.ts';

/** A driver's failure, by the number of SQLite. */
function sqlite(errcode: number, message: string): never {
  throw sqlFailure(Object.assign(new Error(message), { errcode }), '/data/jobs.db');
}

/** Opens a database with a driver that is not asked: these files are refused before. */
async function open(path: string, allowVolatile: boolean): Promise<void> {
  const driver = { name: 'none', open: () => expect.fail('the file was opened') };
  await openDatabase({ path, driver, shared: false, survives: 'kill', allowVolatile });
}

/** Opens a file with the head of a database of schema 1000. */
async function openNewer({ folder }: Bench): Promise<void> {
  const head = Buffer.alloc(100);
  head.write('SQLite format 3\0', 'latin1');
  head.writeInt32BE(1_000, 60);
  head.writeInt32BE(APPLICATION_ID, 68);
  const path = join(folder, 'jobs.db');
  await writeFile(path, head);
  await open(path, true);
}

/** One representative of each code that a lease, a store on disk or the last of several workers has. */
export const storeRows: Rows = {
  'lease.lost': [
    () => {
      throw leaseLost('a7');
    },
    'job a7: its lease ran out: another worker may be running it, and nothing of this attempt is kept. Do not block the event loop for longer than leaseMs; move long computations to a worker thread',
  ],
  'job.stalled': [
    () => {
      throw restoredError(stalledError(3));
    },
    'the lease ran out 3 times: its worker was killed, or its event loop was blocked',
  ],
  'job.expired': [
    () => {
      throw restoredError(expiredError());
    },
    'the deadline of the job passed before a worker had time for it',
  ],
  'job.unreadable': [
    () => {
      const refusal = { worker: 'w1', at: 0, reason: 'body.db: got [hidden], expected a number' };
      const { error } = {
        error: undefined,
        ...refusalOutcome([], refusal, { maxRefusals: 1, refusalMs: 1_000 }),
      };
      if (error !== undefined) throw restoredError(error);
    },
    '1 worker could not read its body: body.db: got [hidden], expected a number',
  ],
  'queue.full': [
    () => sqlite(13, 'database or disk is full'),
    'sqliteQueue /data/jobs.db: there is no room for more: the disk is full (database or disk is full). Make room; accepted jobs are kept, and running ones are settled as soon as there is room',
  ],
  'queue.locked': [
    () => sqlite(5, 'database is locked'),
    'sqliteQueue /data/jobs.db: another process has the file open (database is locked). Open it in one process, and reach its jobs from the others over HTTP; or share a bullQueue()',
  ],
  'queue.damaged': [
    () => sqlite(11, 'database disk image is malformed'),
    'sqliteQueue /data/jobs.db: the file is damaged, or is not a Docktopus database (database disk image is malformed). It has not been changed. Restore a copy, or give another path',
  ],
  'queue.unavailable': [
    () => sqlite(14, 'unable to open database file'),
    'sqliteQueue /data/jobs.db: the file cannot be read or written (unable to open database file). Check that the folder exists and that this process may write to it',
  ],
  'queue.volatile': [
    () => open('/dev/shm/jobs.db', false),
    'sqliteQueue /dev/shm/jobs.db: accepted jobs would not be safe there: the folder is on a tmpfs: it is gone with the machine. Put it on a disk (in a container: on a volume), or accept the loss with allowVolatile: true',
  ],
  'queue.newer': [
    openNewer,
    'sqliteQueue <folder>/jobs.db: a newer version of @docktopus/queue has written it (schema 1000, this one knows 1). Run that version, or give this version another file',
  ],
};
