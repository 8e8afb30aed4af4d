import { delay, type Stop } from '@docktopus/core/kit';

/** What an accepted call holds in the runner while its handlers run: one of `maxInFlight` places. */
export interface CallPlace {
  /**
   * Waits `ms` milliseconds without the place, then takes one again. A runner in which too many calls pause already
   * lets the call keep its place meanwhile.
   *
   * @throws the reason of `stop` when it ends.
   */
  pause(ms: number, stop: Stop): Promise<void>;
  /** One of several handlers that share the place has ended. */
  handlerEnded(): void;
}

/** The place of a call outside of a runner: there is nothing to give back. */
export const NO_PLACE: CallPlace = Object.freeze({ pause: delay, handlerEnded: () => undefined });
