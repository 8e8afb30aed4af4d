// The public surface: a store for one machine, and one for many.

export type { DriverName } from './sqlite/driver/find-driver.ts';
export type { SqliteQueueOptions } from './sqlite/sqlite-options.ts';
export { sqliteQueue } from './sqlite/sqlite-queue.ts';
export type { SqliteStore } from './sqlite/sqlite-store.ts';
