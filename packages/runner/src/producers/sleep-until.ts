import { delay } from '@docktopus/core/kit';

/** A longer sleep is cut into pieces, so that a clock that was set, or a machine that slept, is noticed within a minute. */
const LONGEST_SLEEP_MS = 60_000;

/** Waits until `clock` says `at`. @throws the signal's reason */
export async function sleepUntil(at: number, clock: () => number, signal: AbortSignal): Promise<void> {
  for (let ms = at - clock(); ms > 0; ms = at - clock()) await delay(Math.min(ms, LONGEST_SLEEP_MS), signal);
  signal.throwIfAborted();
}
