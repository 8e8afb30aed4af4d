import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { unsafe } from '../../archive/index.ts';
import type { Docker } from '../../engine/index.ts';
import { entriesOf, headOf } from './unpack.ts';

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
  let at = path;
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
  for await (const entry of entriesOf(await docker.engine.getArchive(id, path, { signal }))) {
    const { type, linkname } = headOf(entry);
    // The first entry is what was asked for; the rest need not be sent.
    return type === 'symlink' ? linkname : undefined;
  }
  return undefined;
}
