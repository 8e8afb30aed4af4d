import { elapsedSince, type FamilyClock, type Moment } from '../time/index.ts';

/** When something began in a life that another process has seen. */
export interface AdoptedMoment {
  /** As that process has written it down. */
  readonly written: Moment | undefined;
  /** Whether it was written under this boot. */
  readonly sameBoot: boolean;
  /** As the engine says, in milliseconds since the epoch. */
  readonly observed: number | undefined;
  /** What it counts against: idle time, a life, or how long a container is kept. */
  readonly limitMs: number;
}

/** What cannot be measured for certain ends nothing before this time. */
const LONGEST_GRACE_MS = 300_000;

/**
 * That moment on this process's clock.
 *
 * What was written under this boot is exact, however the wall clock was set since. Everything else is measured by the
 * wall clock, which may have been set: then at least a part of the limit is left, so that a wrong clock ends nothing.
 */
export function adoptedSince(moment: AdoptedMoment, clock: FamilyClock): number {
  const { written, sameBoot, observed, limitMs } = moment;
  const now = clock.now();
  const exact = sameBoot && written?.sinceBoot !== undefined && clock.sinceBoot() !== undefined;
  if (written !== undefined && exact) {
    return now - elapsedSince(written, clock, { sameBoot, atMostMs: Number.POSITIVE_INFINITY });
  }
  const latest = Math.max(written?.wall ?? 0, observed ?? 0);
  const graceMs = Math.min(limitMs, LONGEST_GRACE_MS);
  const atMostMs = Math.max(0, limitMs - graceMs);
  return now - elapsedSince({ wall: latest }, clock, { sameBoot: false, atMostMs });
}
