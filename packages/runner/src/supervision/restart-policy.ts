import {
  checkOptions,
  type OptionReaders,
  type Reader,
  readInteger,
  readMilliseconds,
  readWord,
} from '@docktopus/core/kit';
import { BACKOFF_OPTIONS, type Backoff, type BackoffOptions, backoff } from '../layers/index.ts';

/** How often and how fast a producer or a service is started again. */
export interface RestartOptions extends BackoffOptions {
  /** How many restarts in a row are tried before the failure is the runner's. @default no limit */
  readonly attempts?: number | undefined;
  /** After a run that lasted this long, in milliseconds, the count and the waits begin again. @default 60_000 */
  readonly resetAfterMs?: number | undefined;
}

/**
 * What happens when a producer or a background service fails. `'fail'`: the runner stops, with the failure as its
 * cause. `'ignore'`: it is logged. `'restart'`, or options: it is started again after growing waits.
 */
export type RestartPolicy = 'fail' | 'ignore' | 'restart' | RestartOptions;

/** What to do about one failure. */
export type RestartDecision = 'fail' | 'ignore' | { readonly restartInMs: number };

const readAttempts: Reader<number> = (value, problems) =>
  value === Number.POSITIVE_INFINITY ? value : readInteger(0)(value, problems);

const OPTIONS: OptionReaders<RestartOptions> = {
  ...BACKOFF_OPTIONS,
  attempts: readAttempts,
  resetAfterMs: readMilliseconds(),
};

/** A {@link RestartPolicy}; the options of one are checked when it begins. */
export const readRestart: Reader<unknown> = (value, problems) => {
  if (typeof value !== 'object' || value === null) {
    return readWord(['fail', 'ignore', 'restart'])(value, problems);
  }
  for (const [key, option] of Object.entries(value)) {
    if (!Object.hasOwn(OPTIONS, key)) problems.refuseUnknown(key, Object.keys(OPTIONS));
    else if (option !== undefined) OPTIONS[key as keyof RestartOptions](option, problems.at(key));
  }
  return value;
};

/** Decides about the failures of one component, in order. */
export function restartDecider(
  policy: RestartPolicy,
  random?: () => number,
): (ranForMs: number) => RestartDecision {
  if (policy === 'fail' || policy === 'ignore') return () => policy;
  const options = policy === 'restart' ? {} : policy;
  checkOptions(options, OPTIONS, 'restart', undefined, 'runner.invalid');
  const { attempts = Number.POSITIVE_INFINITY, resetAfterMs = 60_000 } = options;
  const waitMs: Backoff = backoff(options, random);
  let failures = 0;
  return (ranForMs) => {
    failures = ranForMs >= resetAfterMs ? 1 : failures + 1;
    return failures > attempts ? 'fail' : { restartInMs: waitMs(failures) };
  };
}
