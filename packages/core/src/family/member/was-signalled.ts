import type { Docker } from '../../engine/index.ts';
import { abortable, withResolvers } from '../../scope/index.ts';
import type { ContainerSnapshot } from '../../status/index.ts';

/** What the engine remembers it tells at once. */
const QUIET_MS = 250;

/**
 * Whether the engine has sent a signal to the container in its last run, as it does for `docker stop` and `docker kill`:
 * a process that ends by itself has no such event (docs/engine-behaviour.md).
 */
export async function wasSignalled(
  docker: Docker,
  id: string,
  { startedAt }: Pick<ContainerSnapshot, 'startedAt'>,
): Promise<boolean> {
  if (startedAt === undefined) return false;
  const ending = AbortSignal.timeout(QUIET_MS);
  const told = withResolvers<boolean>();
  try {
    using _events = await docker.engine.watchEvents(() => told.resolve(true), {
      filters: { type: ['container'], container: [id], event: ['kill'] },
      since: (startedAt.getTime() / 1_000).toFixed(3),
      signal: ending,
    });
    return await abortable(told.promise, ending);
  } catch {
    // Nothing was said of a signal, or the engine is away.
    return false;
  }
}
