import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { type HostEntry, type PackEntry, unsafe } from '../../../archive/index.ts';
import { DocktopusError } from '../../../errors/index.ts';
import { hostError, onHost, readIfThere } from '../../../host/index.ts';
import { DockerIgnore } from './docker-ignore.ts';

export const IGNORE_FILE = '.dockerignore';

/**
 * What of the folder `folder` a build gets to see, parents first, in the order of names: all but what `.dockerignore`
 * names. The Dockerfile and `.dockerignore` always go along, because the engine reads them; it keeps them out of `COPY`
 * itself where they are ignored. Links are not followed.
 *
 * @throws DocktopusError `path.not-found` without the folder or its Dockerfile, `spec.invalid` for lines of
 *   `.dockerignore` that are no patterns, `archive.unsafe` for pipes and devices.
 */
export async function contextEntries(
  folder: string,
  dockerfile: string | undefined,
  signal: AbortSignal,
): Promise<readonly PackEntry[]> {
  if (dockerfile !== undefined) await requireFile(folder, dockerfile);
  const ignore = DockerIgnore.parse((await readIfThere(join(folder, IGNORE_FILE), 'images.build')) ?? '', [
    ...(dockerfile === undefined ? [] : [dockerfile]),
    IGNORE_FILE,
  ]);
  const entries: PackEntry[] = [];
  const visit = async (directory: string): Promise<void> => {
    for (const name of (await readdir(join(folder, directory))).sort()) {
      signal.throwIfAborted();
      const path = posix.join(directory, name);
      const ignored = ignore.ignores(path);
      if (ignored && !ignore.mayKeepBelow(path)) continue;
      const entry = await entryOf(join(folder, path), path);
      if (entry === 'special' && !ignored) {
        throw unsafe(
          join(folder, path),
          `it is neither a file, a directory nor a link: name it in ${IGNORE_FILE}`,
        );
      }
      if (typeof entry === 'string') continue;
      if (!ignored) entries.push({ name: path, host: entry });
      if (entry.kind === 'directory') await visit(path);
    }
  };
  await onHost({ operation: 'images.build', path: folder, to: 'read' }, () => visit(''));
  return entries;
}

/** A socket has no content, and Docker leaves it out as well. */
async function entryOf(source: string, path: string): Promise<HostEntry | 'socket' | 'special'> {
  const stats = await lstat(source);
  const about = { source, path, mode: stats.mode & 0o7777, size: 0, modifiedAt: stats.mtime };
  if (stats.isDirectory()) return { ...about, kind: 'directory' };
  if (stats.isFile()) return { ...about, kind: 'file', size: stats.size };
  if (stats.isSymbolicLink()) return { ...about, kind: 'link', target: await readlink(source) };
  return stats.isSocket() ? 'socket' : 'special';
}

async function requireFile(folder: string, dockerfile: string): Promise<void> {
  try {
    await lstat(join(folder, dockerfile));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT')
      throw hostError(cause, { operation: 'images.build', path: folder, to: 'read' });
    throw new DocktopusError('path.not-found', {
      operation: 'images.build',
      subject: folder,
      reason: `there is no ${dockerfile} in this folder`,
      hint: 'Pass the folder that contains it, or name the file with the option dockerfile',
      cause,
    });
  }
}
