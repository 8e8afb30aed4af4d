import type { Docker } from '../../engine/index.ts';
import { abortable, anySignal, withResolvers } from '../../scope/index.ts';
import type { ContainerSnapshot } from '../../status/index.ts';

/** Of a process that SIGKILL has ended. */
const KILLED = 137;

/** The kernel's word of it was seen 170 ms after the end, on a busy machine. */
const LATE_MS = 500;

/**
 * Whether a container was killed for lack of memory.
 *
 * The engine's own flag misses it for ever when it hears of the end first (docs/engine-behaviour.md). So when something
 * has killed the container and the flag does not say what, its events are asked, which may take {@link LATE_MS}.
 */
export async function lackedMemory(
  docker: Docker,
  id: string,
  { exitCode, oomKilled, startedAt }: Pick<ContainerSnapshot, 'exitCode' | 'oomKilled' | 'startedAt'>,
  signal?: AbortSignal,
): Promise<boolean> {
  if (oomKilled || exitCode !== KILLED || startedAt === undefined) return oomKilled;
  const ending = anySignal(AbortSignal.timeout(LATE_MS), signal);
  const told = withResolvers<boolean>();
  try {
    using _subscription = await docker.engine.watchEvents(
      ({ action, attributes }) => {
        if (action === 'oom') told.resolve(true);
        // Somebody has sent the signal, and not the kernel. Podman does not say which one.
        if (action === 'kill' && (attributes.signal ?? '9') === '9') told.resolve(false);
      },
      {
        filters: { type: ['container'], container: [id], event: ['oom', 'kill'] },
        since: (startedAt.getTime() / 1_000).toFixed(3),
        signal: ending,
      },
    );
    return await abortable(told.promise, ending);
  } catch {
    // Nobody has a word about it, or the engine is away: what the flag says is all that is known.
    signal?.throwIfAborted();
    return false;
  }
}
