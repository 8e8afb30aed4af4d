import type { Docker } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import type { Deadline } from '../../scope/index.ts';
import { until, watchContainer } from '../../status/index.ts';
import { type ContainerExit, exitOf } from './container-exit.ts';
import type { HeardExit } from './hear-exit.ts';

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
  const over = await until(
    watchContainer(docker, id),
    (snapshot) => (snapshot.status === undefined && !snapshot.stale) || exitOf(snapshot) !== undefined,
    { signal, timeoutMs: 0 },
    about.subject,
  );
  const exit = exitOf(over) ?? (await about.heard?.exit(signal));
  if (exit !== undefined) return exit;
  throw new DocktopusError('container.removed', {
    operation: 'container.wait',
    subject: about.subject,
    reason: 'it was removed before it was seen to end',
  });
}
