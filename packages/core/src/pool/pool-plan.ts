/** How many containers of a pool are in each phase, and how many callers wait. */
export interface PoolCounts {
  readonly warm: number;
  readonly starting: number;
  readonly leased: number;
  /** Being removed; they still count towards `max`. */
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

/** What to do now: how many containers to start, and how many warm ones are not needed. */
export interface PoolPlan {
  readonly start: number;
  readonly spare: number;
}

/** Enough for every caller that waits, and `min` besides, up to `max`. */
export function planPool(counts: PoolCounts, { min, max }: PoolLimits): PoolPlan {
  const { warm, starting, leased, leaving, waiting } = counts;
  const missing = waiting + min - warm - starting;
  const room = max - warm - starting - leased - leaving;
  return { start: Math.max(0, Math.min(missing, room)), spare: Math.max(0, warm - waiting - min) };
}
