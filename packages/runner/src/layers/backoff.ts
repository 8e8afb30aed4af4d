import {
  checkSharedOptions,
  invalid,
  type OptionReaders,
  readMilliseconds,
  readNumber,
  readWord,
} from '@docktopus/core/kit';

/** How long to wait before the next attempt: `initialMs * factor ** n`, at most `maxMs`, a random part of it left off. */
export interface BackoffOptions {
  /** `'fixed'` waits `initialMs` each time. @default 'exponential' */
  readonly backoff?: 'exponential' | 'fixed' | undefined;
  /** @default 200 */
  readonly initialMs?: number | undefined;
  /** @default 30_000 */
  readonly maxMs?: number | undefined;
  /** @default 2 */
  readonly factor?: number | undefined;
  /** The share of each wait that is random, 0 to 1, so that many do not come back at the same moment. @default 0.5 */
  readonly jitter?: number | undefined;
}

/** Milliseconds to wait after the failed attempt number `attempt`, counted from 1. */
export type Backoff = (attempt: number) => number;

/** What can be wrong with {@link BackoffOptions}, for options that hold them as well. */
export const BACKOFF_OPTIONS: OptionReaders<BackoffOptions> = {
  backoff: readWord(['exponential', 'fixed']),
  initialMs: readMilliseconds(),
  maxMs: readMilliseconds(),
  factor: readNumber(1, Number.MAX_SAFE_INTEGER),
  jitter: readNumber(0, 1),
};

const DEFAULTS = Object.freeze({ initialMs: 200, maxMs: 30_000, factor: 2, jitter: 0.5 });

/**
 * The backoff that `options` describe.
 *
 * @param random between 0 and 1, for tests. @default Math.random
 * @throws DocktopusError `runner.invalid` for a value out of range.
 */
export function backoff(options: BackoffOptions = {}, random: () => number = Math.random): Backoff {
  checkSharedOptions(options, BACKOFF_OPTIONS, 'backoff', undefined, 'runner.invalid');
  const initialMs = options.initialMs ?? DEFAULTS.initialMs;
  const maxMs = options.maxMs ?? DEFAULTS.maxMs;
  const factor = options.backoff === 'fixed' ? 1 : (options.factor ?? DEFAULTS.factor);
  const jitter = options.jitter ?? DEFAULTS.jitter;
  if (maxMs < initialMs) {
    const issue = { path: 'maxMs', got: String(maxMs), expected: `at least initialMs (${initialMs})` };
    throw invalid('runner.invalid', 'backoff', [issue]);
  }
  return (attempt) => {
    const full = Math.min(maxMs, initialMs * factor ** (attempt - 1));
    return full * (1 - jitter * random());
  };
}
