import { abortable, answerTimeout, withResolvers } from '../../scope/index.ts';
import type { ContainerSnapshot, StatusHub } from '../../status/index.ts';

/** What the engine remembers it tells at once. */
const QUIET_MS = 250;

/**
 * Whether the engine has sent a signal to the container in its last run, as it does for `docker stop` and `docker kill`:
 * a process that ends by itself has no such event (docs/engine-behaviour.md).
 */
export async function wasSignalled(
  hub: Pick<StatusHub, 'heard'>,
  id: string,
  { startedAt }: Pick<ContainerSnapshot, 'startedAt'>,
): Promise<boolean> {
  if (startedAt === undefined) return false;
  const ending = answerTimeout(QUIET_MS);
  const told = withResolvers<boolean>();
  const listening = hub.heard(id, ['kill'], startedAt.getTime()).subscribe(() => told.resolve(true));
  try {
    return await abortable(told.promise, ending);
  } catch {
    // No event tells of a signal, or the engine is away.
    return false;
  } finally {
    listening.unsubscribe();
  }
}
