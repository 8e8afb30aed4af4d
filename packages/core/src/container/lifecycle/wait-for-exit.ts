import type { Docker } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import type { Deadline } from '../../scope/index.ts';
import { type ContainerSnapshot, statusHub, until, watchContainer } from '../../status/index.ts';
import { lackedMemory } from '../failure/index.ts';
import { type ContainerExit, exitOf } from './container-exit.ts';
import type { HeardExit } from './hear-exit.ts';

/** For this long the engine is asked to say when it ends; live status, with a connection of its own, is for longer. */
const ASK_MS = 10_000;

/**
 * Resolves once the container has ended for good; one that was not started yet is waited for.
 *
 * The truth is the container's state. Only one that the engine removes by itself when it ends leaves no state behind:
 * of that, the exit that was heard counts.
 *
 * @throws DocktopusError `container.removed` when it went away and nobody knows how it ended.
 */
export async function waitForExit(
  docker: Docker,
  id: string,
  about: { readonly subject: string; readonly heard: HeardExit | undefined },
  { signal }: Deadline,
): Promise<ContainerExit> {
  const early = about.heard ? undefined : await exitSoon(docker, id, signal);
  if (early !== undefined) return early;
  const over = await until(
    watchContainer(docker, id),
    (snapshot) => (snapshot.status === undefined && !snapshot.stale) || exitOf(snapshot) !== undefined,
    { signal, timeoutMs: 0 },
    about.subject,
  );
  const exit = (await exitWith(docker, id, over, signal)) ?? (await about.heard?.exit(signal));
  if (exit !== undefined) return exit;
  throw new DocktopusError('container.removed', {
    operation: 'container.wait',
    subject: about.subject,
    reason: 'it was removed before it was seen to end',
  });
}

/** How it ended, when it does soon and for good: two calls, whereas watching takes three and a connection. */
async function exitSoon(docker: Docker, id: string, signal: AbortSignal): Promise<ContainerExit | undefined> {
  try {
    await docker.engine.waitContainer(id, { signal, timeoutMs: ASK_MS });
    return await exitWith(docker, id, await statusHub(docker).look(id, { signal }), signal);
  } catch {
    // It takes longer, or the engine is away for a while: whoever watches sees what becomes of it.
    signal.throwIfAborted();
    return undefined;
  }
}

/** As the container tells it, and with what its events know better. */
async function exitWith(
  docker: Docker,
  id: string,
  snapshot: ContainerSnapshot,
  signal: AbortSignal,
): Promise<ContainerExit | undefined> {
  const exit = exitOf(snapshot);
  return exit && { ...exit, oomKilled: await lackedMemory(docker, id, snapshot, signal) };
}
