import type { HealthConfig } from '../../engine/index.ts';
import type { Healthcheck } from '../spec/healthcheck.ts';
import { withoutUndefined } from './without-undefined.ts';

const NANOSECONDS_PER_MS = 1_000_000;

export function healthConfig(healthcheck: Healthcheck): HealthConfig {
  if (healthcheck === 'none') return { Test: ['NONE'] };
  return withoutUndefined<HealthConfig>({
    Test: healthcheck.test,
    Interval: nanoseconds(healthcheck.intervalMs),
    Timeout: nanoseconds(healthcheck.timeoutMs),
    StartPeriod: nanoseconds(healthcheck.startPeriodMs),
    StartInterval: nanoseconds(healthcheck.startIntervalMs),
    Retries: healthcheck.retries,
  });
}

function nanoseconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * NANOSECONDS_PER_MS);
}
