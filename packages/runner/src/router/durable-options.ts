import { DocktopusError } from '@docktopus/core';
import { type RateLimit, type RetryPolicy, retryPolicy } from '../layers/index.ts';
import type { ConcurrencyLimits, JobOptions, RateLimits } from './job-options.ts';

/** What the options of a durable job mean. */
export interface DurableLimits {
  readonly concurrency: ConcurrencyLimits;
  readonly rate: RateLimits;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number | undefined;
  readonly deadlineMs: number | undefined;
}

/** Tried once, unless the job says otherwise. */
const ONE_ATTEMPT = { attempts: 1 };
/** What failed together must not come back together. */
const FULL_JITTER = 1;

/** The limits of a durable job: a plain number is for each key if there are keys, else for the job. */
export function durableLimits(options: JobOptions): DurableLimits {
  const { concurrency, rate, concurrencyKey, timeoutMs, deadlineMs } = options;
  const each = concurrencyKey === undefined ? 'perJob' : 'perKey';
  return {
    concurrency: typeof concurrency === 'number' ? { [each]: concurrency } : (concurrency ?? {}),
    rate: isRate(rate) ? { [each]: rate } : (rate ?? {}),
    retry: retryPolicy(options.retry ?? ONE_ATTEMPT, FULL_JITTER),
    timeoutMs,
    deadlineMs,
  };
}

/**
 * The key of a call of a durable job.
 *
 * @throws whatever the job's function throws.
 */
export function keyOf({ concurrencyKey }: JobOptions, body: unknown): string | undefined {
  if (concurrencyKey === undefined) return undefined;
  const key =
    typeof concurrencyKey === 'function'
      ? concurrencyKey(body as never)
      : (body as Record<string, unknown> | null | undefined)?.[concurrencyKey];
  return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined;
}

/**
 * Checks what only a durable job can have.
 *
 * @returns how many calls of a job that is not durable run at a time.
 * @throws DocktopusError `job.invalid`
 */
export function checkDurableOptions(options: JobOptions): number | undefined {
  const { durable, concurrency, concurrencyKey, rate, deadlineMs } = options;
  if (durable === true) {
    if (options.timeoutMs === 0) throw invalid('timeoutMs: got 0, expected milliseconds above 0');
    durableLimits(options);
    return undefined;
  }
  const given = Object.entries({ concurrencyKey, rate, deadlineMs })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (typeof concurrency === 'object') given.push('concurrency with other limits');
  if (given.length > 0) {
    throw invalid(`${given.join(', ')} can be had by a durable job only`, 'Add durable: true');
  }
  return concurrency as number | undefined;
}

function isRate(rate: JobOptions['rate']): rate is RateLimit {
  return rate !== undefined && 'limit' in rate;
}

function invalid(reason: string, hint?: string): DocktopusError {
  return new DocktopusError('job.invalid', { operation: 'job', reason, hint });
}
