import { checkArguments, readMilliseconds } from '@docktopus/core/kit';

const DISCARD = Symbol('discard');

/**
 * What a handler returns instead of a body when it wants something else than a result.
 *
 * A plain return value is the result's body; `undefined` is a call that went well and has no result.
 */
export class JobOutcome {
  readonly #what: typeof DISCARD | number;

  private constructor(what: typeof DISCARD | number) {
    this.#what = what;
  }

  /** The call was not worth doing: no result, and counted apart from those that went well. */
  static discard(): JobOutcome {
    return new JobOutcome(DISCARD);
  }

  /** Not now: the handler is called again after `ms` milliseconds, until then nothing of the job's limits is held. */
  static retryAfter(ms: number): JobOutcome {
    checkArguments({ ms }, { ms: readMilliseconds() }, 'JobOutcome.retryAfter', undefined, 'job.invalid');
    return new JobOutcome(ms);
  }

  /** Milliseconds until the next try; `undefined` for a discarded call. */
  get retryAfterMs(): number | undefined {
    return this.#what === DISCARD ? undefined : this.#what;
  }
}
