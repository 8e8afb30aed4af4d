import { isDocktopusError } from '../../errors/index.ts';
import { abortable, type CallOptions } from '../../scope/index.ts';

/** Who has run out of time or has aborted does not wait long for the looking and cleaning up, which goes on without them. */
export async function withinPatience<T>(
  work: Promise<T>,
  error: unknown,
  { timeoutMs }: CallOptions,
): Promise<T | undefined> {
  const outOfTime = isDocktopusError(error, 'timeout', 'container.not-ready') && timeoutMs;
  const patienceMs = outOfTime ? timeoutMs / 30 : isDocktopusError(error, 'aborted') ? 2_000 : 10_000;
  try {
    return await abortable(work, AbortSignal.timeout(Math.ceil(patienceMs)));
  } catch {
    // Either it takes too long or it failed; the failure that began all this is the one to report.
    return undefined;
  }
}
