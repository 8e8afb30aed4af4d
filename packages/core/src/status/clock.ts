/** Time and chance, as a seam: tests hand in virtual ones. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Calls `run` once after `ms` milliseconds; the function that comes back prevents that. */
  after(ms: number, run: () => void): () => void;
  /** From 0 up to but without 1. */
  random(): number;
}

export const systemClock: Clock = Object.freeze({
  now: () => performance.now(),
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
});
