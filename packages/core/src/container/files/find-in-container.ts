import { posix } from 'node:path';
import { unsafe } from '../../archive/index.ts';
import { type DocktopusError, isDocktopusError } from '../../errors/index.ts';
import type { CallTarget } from '../call-target.ts';
import type { Found } from './copy-goal.ts';
import { readArchive } from './read-archive.ts';

const MAX_HOPS = 10;

/** What is at `path` in the container, behind its links; `undefined` if nothing is. */
export async function findInContainer(
  { docker, id }: Pick<CallTarget, 'docker' | 'id'>,
  path: string,
  signal: AbortSignal,
): Promise<Found | undefined> {
  let at = path;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const entry = await firstEntry(docker, id, at, signal);
    if (entry === undefined) return undefined;
    if (entry.type !== 'symlink')
      return { kind: entry.type === 'directory' ? 'directory' : 'other', path: at };
    at = posix.resolve(posix.dirname(at), entry.linkname ?? '');
  }
  throw unsafe(path, `it is a link behind more than ${MAX_HOPS} links`);
}

/** The engine sends what was asked for first; the rest need not be sent. */
async function firstEntry(
  docker: CallTarget['docker'],
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<{ readonly type: string; readonly linkname: string | undefined } | undefined> {
  let first: { readonly type: string; readonly linkname: string | undefined } | undefined;
  try {
    // Asked for by its name alone, the root sends absolute names.
    const archive = await docker.engine.getArchive(id, path === '/' ? '/.' : path, { signal });
    await readArchive(archive, async ({ head }) => {
      first = head;
      return 'stop';
    });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return first;
}

function isMissing(error: unknown): error is DocktopusError {
  return isDocktopusError(error, 'path.not-found');
}
