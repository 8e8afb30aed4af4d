import { DocktopusError } from '@docktopus/core';
import { checkOptions, delay, type Ending, type OptionReaders, readMilliseconds } from '@docktopus/core/kit';
import { earlyEnd, type Layer, printableJobId } from '../job/index.ts';
import { RATE_OPTIONS, type RateLimit, TokenBucket } from './token-bucket.ts';

/** Options of `rateLimit()`. */
export interface RateLimitOptions extends RateLimit {
  /** How long a call may wait for its turn before it fails with `runner.overloaded`. @default 60_000 */
  readonly maxWaitMs?: number | undefined;
}

const OPTIONS: OptionReaders<RateLimitOptions> = { ...RATE_OPTIONS, maxWaitMs: readMilliseconds() };

/** Starts at most `limit` calls per `perMs` milliseconds over everything that it is around; the others wait in order. */
export function rateLimit(options: RateLimitOptions): Layer {
  checkOptions(options, OPTIONS, 'rateLimit', undefined, 'runner.invalid');
  const { maxWaitMs = 60_000, ...rate } = options;
  const bucket = new TokenBucket(rate, performance.now());
  return async (call, next) => {
    const waitMs = bucket.take(performance.now(), maxWaitMs);
    if (waitMs > maxWaitMs) {
      throw new DocktopusError('runner.overloaded', {
        operation: 'rateLimit',
        subject: printableJobId(call.jobId),
        reason: `it would wait ${Math.ceil(waitMs)} ms for its turn, more than the ${maxWaitMs} ms of maxWaitMs`,
      });
    }
    if (waitMs > 0) await waitOrGiveBack(waitMs, earlyEnd(call), bucket);
    return await next();
  };
}

async function waitOrGiveBack(waitMs: number, ending: Ending, bucket: TokenBucket): Promise<void> {
  try {
    await delay(waitMs, ending);
  } catch (error) {
    bucket.release();
    throw error;
  }
}
