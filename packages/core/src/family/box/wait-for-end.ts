import type { Container, ContainerExit } from '../../container/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { CALL_OPTIONS, checkOptions } from '../../input/index.ts';
import { abortable, type CallOptions, onAbort, startDeadline, withResolvers } from '../../scope/index.ts';

/**
 * How the run of a container ends whose end `lost` tells; the family may have started the container again since.
 *
 * @throws DocktopusError `container.removed` when the container went away before its end was seen.
 */
export async function waitForEnd(
  container: Container,
  lost: AbortSignal,
  subject: string,
  options: CallOptions,
): Promise<ContainerExit> {
  checkOptions(options, CALL_OPTIONS, 'family.wait', subject);
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'family.wait', subject);
  const ending = withResolvers<void>();
  const stopListening = onAbort(lost, ending.resolve);
  if (lost.aborted) ending.resolve();
  try {
    await abortable(ending.promise, deadline.signal);
  } finally {
    stopListening();
  }
  const { reason } = lost;
  if (!isDocktopusError(reason, 'family.ended')) throw reason;
  const { exitCode, oomKilled = false } = reason.details;
  if (exitCode !== undefined) return { exitCode, oomKilled };
  // It is being stopped, removed or paused: its end is still to come, or has just come.
  const exit = await container.wait(deadline.rest());
  if (exit === undefined) throw reason;
  return exit;
}
