/** How full a pool is. */
export interface PoolState {
  readonly warm: number;
  readonly starting: number;
  readonly leased: number;
  readonly waiting: number;
  /** Why the last start failed; `undefined` after a start that succeeded. */
  readonly failure: unknown;
}
