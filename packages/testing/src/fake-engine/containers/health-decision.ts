import type { FakeHealthcheck } from './container-config.ts';
import type { FakeHealthState, FakeProbe } from './container-state.ts';

/** Probes that inspect shows. */
const REMEMBERED = 5;

/** The durations of a health check in milliseconds, with the engine's defaults; `undefined` when there is none. */
export function healthTiming(check: FakeHealthcheck | undefined) {
  const kind = check?.Test?.[0];
  if (check === undefined || kind === undefined || kind === 'NONE') return undefined;
  const ms = (nanoseconds: number | undefined, fallback: number) =>
    nanoseconds ? nanoseconds / 1e6 : fallback;
  return {
    intervalMs: ms(check.Interval, 30_000),
    timeoutMs: ms(check.Timeout, 30_000),
    startPeriodMs: ms(check.StartPeriod, 0),
    retries: check.Retries || 3,
  };
}

/** The health after one more probe; `inStartPeriod` failures do not count. */
export function healthAfter(
  before: FakeHealthState,
  probe: FakeProbe,
  { retries, inStartPeriod }: { retries: number; inStartPeriod: boolean },
): FakeHealthState {
  const log = [...before.log, probe].slice(-REMEMBERED);
  if (probe.exitCode === 0) return { status: 'healthy', failingStreak: 0, log };
  if (before.status === 'starting' && inStartPeriod) return { ...before, log };
  const failingStreak = before.failingStreak + 1;
  return { status: failingStreak >= retries ? 'unhealthy' : before.status, failingStreak, log };
}

/** The command line of a health check. */
export function healthCommand(test: readonly string[]): readonly string[] {
  return test[0] === 'CMD-SHELL' ? ['/bin/sh', '-c', test[1] ?? ''] : test.slice(1);
}
