import { abortable, checkArguments, readTimeout, startDeadline } from '@docktopus/core/kit';
import { deriveCall, type Layer, printableJobId } from '../job/index.ts';

/**
 * Fails with `timeout` after `timeoutMs` milliseconds and aborts the signal that the handler sees.
 *
 * A handler that ignores its signal goes on, but is no longer waited for.
 */
export function timeout(timeoutMs: number): Layer {
  checkArguments({ timeoutMs }, { timeoutMs: readTimeout }, 'timeout', undefined, 'runner.invalid');
  return async (call, next) => {
    using deadline = startDeadline(
      { timeoutMs, signal: call.signal },
      timeoutMs,
      'job',
      printableJobId(call.jobId),
    );
    const { signal } = deadline;
    return await abortable(next(deriveCall(call, { signal })), signal);
  };
}
