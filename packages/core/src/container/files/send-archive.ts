import { posix } from 'node:path';
import { type PackEntry, pack } from '../../archive/index.ts';
import type { Docker } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';

/**
 * Unpacks entries at their absolute paths in the container.
 *
 * They are given to their own directory, because that one may be on a volume while the rest is read-only; where it
 * does not exist yet, they go to `/`, and the engine makes the directories on the way.
 */
export async function sendArchive(
  docker: Docker,
  id: string,
  target: string,
  entriesBelow: (prefix: string) => readonly PackEntry[],
  signal: AbortSignal,
): Promise<void> {
  const directory = posix.dirname(target);
  try {
    await send(docker, id, directory, entriesBelow(posix.basename(target)), signal);
  } catch (error) {
    if (!isDocktopusError(error, 'path.not-found', 'container.not-found') || directory === '/') throw error;
    await send(docker, id, '/', entriesBelow(target.slice(1)), signal);
  }
}

async function send(
  docker: Docker,
  id: string,
  directory: string,
  entries: readonly PackEntry[],
  signal: AbortSignal,
) {
  const archive = pack(entries);
  // What goes wrong on our side says more than what the engine makes of half an archive.
  let ours: unknown;
  archive.on('error', (error) => {
    ours = error;
  });
  try {
    await docker.engine.putArchive(id, directory, archive, { signal, timeoutMs: 0 });
  } catch (error) {
    throw ours ?? error;
  } finally {
    archive.destroy();
  }
}
