import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { onHost } from '../../host/index.ts';
import { canonicalJson } from '../../json/index.ts';
import { newSha256 } from '../../text/index.ts';
import { sha256 } from './sha256.ts';

/**
 * The digest of a file or directory of the host: names, permission bits and contents, not times or owners. A link that is
 * named stands for what it leads to, since that is copied.
 *
 * @throws DocktopusError `path.not-found`, `path.denied`: its content is part of the container.
 */
export async function digestPath(path: string): Promise<string> {
  const access = { operation: 'container.specHash', path, to: 'read' } as const;
  return sha256(canonicalJson(await onHost(access, async () => describe(await realpath(path)))));
}

async function describe(path: string): Promise<unknown> {
  const stats = await lstat(path);
  const mode = stats.mode & 0o7777;
  if (stats.isSymbolicLink()) return { link: await readlink(path) };
  if (stats.isDirectory()) return { mode, entries: await describeEntries(path) };
  if (stats.isFile()) return { mode, content: await digestFile(path) };
  // Sockets, pipes and devices have no content, and are not copied either.
  return { other: true };
}

async function describeEntries(directory: string): Promise<Readonly<Record<string, unknown>>> {
  const entries: Record<string, unknown> = Object.create(null);
  for (const name of await readdir(directory)) entries[name] = await describe(join(directory, name));
  return entries;
}

async function digestFile(path: string): Promise<string> {
  const hash = newSha256();
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
