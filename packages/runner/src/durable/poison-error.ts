import { DocktopusError } from '@docktopus/core';

/**
 * Throw it from a durable job that must not be tried again, whatever its `retry` says: the job is dead at once.
 *
 * `throw new PoisonError('the repository does not exist')`
 */
export class PoisonError extends DocktopusError<'job.poison'> {
  constructor(reason: string, options: { readonly cause?: unknown } = {}) {
    super('job.poison', { operation: 'job', reason, cause: options.cause });
  }
}
