/** How many containers of a pool are in which phase, and what is asked of it. */
export interface PoolCounts {
  readonly warm: number;
  readonly starting: number;
  readonly leased: number;
  /** Being removed: they still take up room. */
  readonly leaving: number;
  /** Callers who wait for one. */
  readonly waiting: number;
}

export interface PoolLimits {
  /** How many wait for a lease. */
  readonly min: number;
  /** How many there are at most, in whatever phase. */
  readonly max: number;
}

/** What is to be done now: how many to start, and how many of the warm ones are more than needed. */
export interface PoolPlan {
  readonly start: number;
  readonly spare: number;
}

/** Enough for everybody who waits and `min` besides, as far as `max` lets. */
export function planPool(counts: PoolCounts, { min, max }: PoolLimits): PoolPlan {
  const { warm, starting, leased, leaving, waiting } = counts;
  const missing = waiting + min - warm - starting;
  const room = max - warm - starting - leased - leaving;
  return { start: Math.max(0, Math.min(missing, room)), spare: Math.max(0, warm - waiting - min) };
}
