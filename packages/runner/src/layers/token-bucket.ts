import {
  checkArguments,
  checkOptions,
  type OptionReaders,
  readMilliseconds,
  readNumber,
} from '@docktopus/core/kit';

/** So many calls in so much time. */
export interface RateLimit {
  /** How many per {@link perMs}, and how many at once after a quiet time. */
  readonly limit: number;
  /** @default 1000 */
  readonly perMs?: number | undefined;
}

/** What can be wrong with {@link RateLimit}; a rate below one a day would be a mistake. */
export const RATE_OPTIONS: OptionReaders<RateLimit> = {
  limit: readNumber(Number.MIN_VALUE, Number.MAX_SAFE_INTEGER),
  perMs: readMilliseconds(Number.MIN_VALUE),
};

/** Tokens that come back at a steady rate. */
export class TokenBucket {
  readonly #limit: number;
  readonly #perToken: number;
  #tokens: number;
  #at: number;

  /** @throws DocktopusError `runner.invalid` unless both numbers are positive. */
  constructor(rate: RateLimit, now: number) {
    checkOptions(rate, RATE_OPTIONS, 'rateLimit', undefined, 'runner.invalid');
    checkArguments(
      { limit: rate.limit },
      { limit: RATE_OPTIONS.limit },
      'rateLimit',
      undefined,
      'runner.invalid',
    );
    const { limit, perMs = 1000 } = rate;
    this.#limit = limit;
    this.#perToken = perMs / limit;
    this.#tokens = limit;
    this.#at = now;
  }

  /**
   * Takes a token that will be there after `maxWaitMs` at the latest.
   *
   * @returns milliseconds until it is there. More than `maxWaitMs` means that none was taken.
   */
  take(now: number, maxWaitMs: number): number {
    const waitMs = this.waitMs(now);
    if (waitMs <= maxWaitMs) this.#tokens -= 1;
    return waitMs;
  }

  /** Milliseconds until there is a token. */
  waitMs(now: number): number {
    this.#refill(now);
    return Math.max(0, (1 - this.#tokens) * this.#perToken);
  }

  /** Whether as much is there as after a quiet time. */
  isFull(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= this.#limit;
  }

  /** Puts back a token that was not used. */
  release(): void {
    this.#tokens = Math.min(this.#limit, this.#tokens + 1);
  }

  #refill(now: number): void {
    this.#tokens = Math.min(this.#limit, this.#tokens + (now - this.#at) / this.#perToken);
    this.#at = now;
  }
}
