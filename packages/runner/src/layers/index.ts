export { BACKOFF_OPTIONS, type Backoff, type BackoffOptions, backoff } from './backoff.ts';
export { concurrency } from './concurrency.ts';
export { logging } from './logging.ts';
export { mutex } from './mutex.ts';
export { type RateLimitOptions, rateLimit } from './rate-limit.ts';
export { type RetryOptions, type RetryPolicy, retry, retryPolicy } from './retry.ts';
export { timeout } from './timeout.ts';
export { RATE_OPTIONS, type RateLimit, TokenBucket } from './token-bucket.ts';
export { tracing } from './tracing.ts';
