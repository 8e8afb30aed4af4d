import type { SqliteQueueOptions } from './sqlite-options.ts';
import { SqliteStore } from './sqlite-store.ts';

/**
 * Durable jobs in a file of this machine: nothing to install on Node 22.13 and later, nothing to start.
 *
 * `BlueprintRunner.for(YourContext).jobs(YourJobs).queue(sqliteQueue())`
 */
export function sqliteQueue(options: SqliteQueueOptions = {}): SqliteStore {
  return new SqliteStore(options);
}
