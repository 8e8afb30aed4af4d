/** @default of {@link BullQueueOptions.timeoutMs} */
export const TIMEOUT_MS = 5000;

/** Options of `bullQueue()`. */
export interface BullQueueOptions {
  /**
   * Where the jobs are: `redis://…`, `rediss://…`, `valkey://…`, `valkeys://…` or `postgres://…`. Credentials belong into
   * a `secret()` of your settings.
   */
  readonly url: string;
  /** What keys and tables of this blueprint begin with. Blueprints with the same name share their jobs. @default 'docktopus' */
  readonly name?: string | undefined;
  /**
   * Whether a server is accepted that may lose what it has accepted: no append-only file, keys that are evicted, no
   * syncs.
   * @default false
   */
  readonly allowVolatile?: boolean | undefined;
  /** How long the server may be silent while calls wait for it before they fail, in milliseconds. @default 5_000 */
  readonly timeoutMs?: number | undefined;
}
