import { abortable, checkArguments, readTimeout, startEndableDeadline } from '@docktopus/core/kit';
import { earlyEnd, endsWith, type Layer, printableJobId } from '../job/index.ts';

/**
 * Fails with `timeout` after `timeoutMs` milliseconds and aborts the signal that the handler sees.
 *
 * A handler that ignores its signal goes on, but is no longer waited for.
 */
export function timeout(timeoutMs: number): Layer {
  checkArguments({ timeoutMs }, { timeoutMs: readTimeout }, 'timeout', undefined, 'runner.invalid');
  return async (call, next) => {
    using deadline = startEndableDeadline(
      { signal: earlyEnd(call) },
      timeoutMs || Number.POSITIVE_INFINITY,
      'job',
      printableJobId(call.jobId),
    );
    return await abortable(next(endsWith(call, deadline)), deadline);
  };
}
