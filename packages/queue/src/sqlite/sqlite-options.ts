import type { DriverName } from './driver/find-driver.ts';

/** Options of `sqliteQueue()`. */
export interface SqliteQueueOptions {
  /** The database file, which is made if it is not there. @default `jobs.db` in the setting `dataDir` */
  readonly path?: string | undefined;
  /**
   * What an accepted job survives. `'power-loss'` syncs the disk before each answer; `'kill'` survives the end of the
   * process, and may lose the last moments when the machine goes down.
   * @default 'power-loss'
   */
  readonly durability?: 'power-loss' | 'kill' | undefined;
  /**
   * Whether one process has the file, or several of this machine. Several need SQLite 3.51.3 or later.
   * @default 'one'
   */
  readonly processes?: 'one' | 'many' | undefined;
  /** @default the SQLite of Node where it has one, else the package libsql */
  readonly driver?: DriverName | undefined;
  /** Whether the file may be on a file system that loses it, such as that of a container. @default false */
  readonly allowVolatile?: boolean | undefined;
}
