import { type Clock, systemClock } from '../../status/index.ts';

/**
 * A family's time. What it waits for is measured with `now()`, which no change of the wall clock moves; `wall()` is for
 * people and for facts that outlive the process.
 */
export interface FamilyClock extends Clock {
  /** Milliseconds since the epoch. */
  wall(): number;
  /**
   * Milliseconds since some moment that is the same for all processes of one boot of this machine; `undefined` where
   * there is no such clock. Together with the boot's id it measures how long ago another process wrote something.
   */
  sinceBoot(): number | undefined;
}

export const familyClock: FamilyClock = Object.freeze({
  ...systemClock,
  wall: () => Date.now(),
  // CLOCK_MONOTONIC on Linux: one for all processes.
  sinceBoot: () =>
    process.platform === 'linux' ? Number(process.hrtime.bigint() / 1_000n) / 1_000 : undefined,
});
