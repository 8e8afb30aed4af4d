import { abortable, answerTimeout, anySignal, withResolvers } from '../../scope/index.ts';
import type { ContainerSnapshot, StatusHub } from '../../status/index.ts';

/** Of a process that SIGKILL has ended. */
const KILLED = 137;

/** The event of the kernel's kill was seen 170 ms after the end, on a busy machine. */
const LATE_MS = 500;

/**
 * Whether the kernel killed a container because it ran out of memory.
 *
 * The engine's own flag stays false when the engine hears of the end first (docs/engine-behaviour.md). So when SIGKILL
 * has ended the container and the flag does not say why, its events decide, which may take {@link LATE_MS}.
 */
export async function wasOomKilled(
  hub: Pick<StatusHub, 'heard'>,
  id: string,
  { exitCode, oomKilled, startedAt }: Pick<ContainerSnapshot, 'exitCode' | 'oomKilled' | 'startedAt'>,
  signal?: AbortSignal,
): Promise<boolean> {
  if (oomKilled || exitCode !== KILLED || startedAt === undefined) return oomKilled;
  const ending = anySignal(answerTimeout(LATE_MS), signal);
  const told = withResolvers<boolean>();
  const listening = hub
    .heard(id, ['oom', 'kill'], startedAt.getTime())
    .subscribe(({ action, attributes }) => {
      if (action === 'oom') told.resolve(true);
      // Another process has sent the signal, and not the kernel. Podman does not say which signal.
      else if ((attributes.signal ?? '9') === '9') told.resolve(false);
    });
  try {
    return await abortable(told.promise, ending);
  } catch {
    // No event tells why, or the engine is away: the flag is all that is known.
    signal?.throwIfAborted();
    return false;
  } finally {
    listening.unsubscribe();
  }
}
