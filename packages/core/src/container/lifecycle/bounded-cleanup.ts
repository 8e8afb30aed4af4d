import { isDocktopusError } from '../../errors/index.ts';
import { abortable, answerTimeout, type CallOptions } from '../../scope/index.ts';

/**
 * Limits how long a call that failed with `error` waits for diagnostics and clean-up, which finish in the background.
 *
 * @returns `undefined` when `work` takes too long or fails: the error that began it is the one to report.
 */
export async function boundedCleanup<T>(
  work: Promise<T>,
  error: unknown,
  { timeoutMs, signal }: CallOptions,
): Promise<T | undefined> {
  const outOfTime = isDocktopusError(error, 'timeout', 'container.not-ready') && timeoutMs;
  // The caller may abort with an error of any code.
  const aborted = signal?.aborted || isDocktopusError(error, 'aborted');
  const limitMs = outOfTime ? timeoutMs / 30 : aborted ? 2_000 : 10_000;
  try {
    return await abortable(work, answerTimeout(Math.ceil(limitMs)));
  } catch {
    return undefined;
  }
}
