import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { unsafe } from '../../archive/index.ts';
import type { Docker } from '../../engine/index.ts';
import { readArchive } from './read-archive.ts';

const MAX_HOPS = 10;

/**
 * The archive of what is at `path` in the container.
 *
 * The engine sends a link as a link; asked for by its own name, what it leads to is meant. That is looked up inside of
 * the container again, so it cannot lead out of it.
 */
export async function openArchive(
  docker: Docker,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<Readable> {
  // Asked for by its name alone, the root sends absolute names.
  let at = path === '/' ? '/.' : path;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const target = await linkAt(docker, id, at, signal);
    if (target === undefined) return docker.engine.getArchive(id, at, { signal });
    at = posix.resolve(posix.dirname(at), target);
  }
  throw unsafe(path, `it is a link behind more than ${MAX_HOPS} links`);
}

async function linkAt(
  docker: Docker,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  let target: string | undefined;
  await readArchive(await docker.engine.getArchive(id, path, { signal }), async ({ head }) => {
    // The first entry is what was asked for; the rest need not be sent.
    if (head.type === 'symlink') target = head.linkname;
    return 'stop';
  });
  return target;
}
