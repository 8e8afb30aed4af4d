import { checkOptions, type OptionReaders, readFlag, readText, readWord } from '@docktopus/core/kit';
import type {} from '@docktopus/runner/durable';
import type { SqliteQueueOptions } from './sqlite-options.ts';
import { SqliteStore } from './sqlite-store.ts';

const OPTIONS: OptionReaders<SqliteQueueOptions> = {
  path: readText,
  durability: readWord(['power-loss', 'kill']),
  processes: readWord(['one', 'many']),
  driver: readWord(['node:sqlite', 'libsql']),
  allowVolatile: readFlag,
};

/**
 * Durable jobs in a file of this machine: nothing to install on Node 22.13 and later, nothing to start.
 *
 * `BlueprintRunner.for(YourContext).jobs(YourJobs).queue(sqliteQueue())`
 *
 * @throws DocktopusError `queue.invalid` with every option that does not fit.
 */
export function sqliteQueue(options: SqliteQueueOptions = {}): SqliteStore {
  checkOptions(options, OPTIONS, 'sqliteQueue', undefined, 'queue.invalid');
  return new SqliteStore(options);
}
