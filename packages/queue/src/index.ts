// The public surface: a store for one machine, and one for many.

export type { BullQueueOptions } from './bull/bull-options.ts';
export { bullQueue } from './bull/bull-queue.ts';
export type { BullStore } from './bull/bull-store.ts';
export type { DriverName } from './sqlite/driver/find-driver.ts';
export type { SqliteQueueOptions } from './sqlite/sqlite-options.ts';
export { sqliteQueue } from './sqlite/sqlite-queue.ts';
export type { SqliteStore } from './sqlite/sqlite-store.ts';
