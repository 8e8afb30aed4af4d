import type { FamilyClock } from './family-clock.ts';

/** A moment as it is written down for another process to read. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly wall: number;
  /** {@link FamilyClock.sinceBoot} at that moment. */
  readonly sinceBoot?: number | undefined;
}

/** The moment that was `now()` on this clock, to be written down. */
export function toMoment(at: number, clock: FamilyClock): Moment {
  const agoMs = clock.now() - at;
  const sinceBoot = clock.sinceBoot();
  return {
    wall: Math.round(clock.wall() - agoMs),
    ...(sinceBoot === undefined ? {} : { sinceBoot: Math.round(sinceBoot - agoMs) }),
  };
}

/**
 * How long ago a written moment was, in milliseconds. Under the same boot a clock says so that nobody can set; else the
 * wall clock does, which may have been set: never less than 0, and never more than `atMostMs`.
 */
export function elapsedSince(
  moment: Moment,
  clock: FamilyClock,
  { sameBoot, atMostMs }: { readonly sameBoot: boolean; readonly atMostMs: number },
): number {
  const sinceBoot = clock.sinceBoot();
  const elapsedMs =
    sameBoot && moment.sinceBoot !== undefined && sinceBoot !== undefined
      ? sinceBoot - moment.sinceBoot
      : clock.wall() - moment.wall;
  return Math.min(Math.max(0, elapsedMs), atMostMs);
}
