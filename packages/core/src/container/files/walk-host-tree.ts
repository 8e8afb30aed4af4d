import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type HostEntry, unsafe } from '../../archive/index.ts';
import { onHost } from '../../host/index.ts';
import { type ArchiveLimits, MAX_BYTES, MAX_ENTRIES } from './archive-limits.ts';
import type { LinkPolicy } from './link-policy.ts';
import { linkProblem, OTHER_LINKS } from './link-problem.ts';

/**
 * Everything in and below `source`, parents first, in the order of names. `source` itself may be a link; those below it
 * are not followed.
 *
 * @throws DocktopusError `path.not-found`; `archive.unsafe` for what cannot be copied: links that point outside, and
 *   whatever is neither file, directory nor link.
 */
export async function walkHostTree(
  source: string,
  options: ArchiveLimits & { readonly links?: LinkPolicy | undefined },
  signal: AbortSignal,
): Promise<readonly HostEntry[]> {
  const { maxBytes = MAX_BYTES, maxEntries = MAX_ENTRIES, links = 'refuse' } = options;
  const entries: HostEntry[] = [];
  let bytes = 0;
  const visit = async (file: string, path: string): Promise<void> => {
    signal.throwIfAborted();
    const entry = await entryOf(file, path, links);
    if (entry === undefined) return;
    entries.push(entry);
    bytes += entry.size;
    if (entries.length > maxEntries) throw unsafe(file, `there are more than ${maxEntries} entries`);
    if (bytes > maxBytes) throw unsafe(file, `all files together have more than ${maxBytes} bytes`);
    if (entry.kind !== 'directory') return;
    for (const name of (await readdir(file)).sort())
      await visit(join(file, name), path === '' ? name : `${path}/${name}`);
  };
  await onHost({ operation: 'container.copyTo', path: source, to: 'read' }, async () =>
    // A link that the author names stands for what it leads to, as in a mounted ConfigMap.
    visit(await realpath(source), ''),
  );
  return entries;
}

async function entryOf(source: string, path: string, links: LinkPolicy): Promise<HostEntry | undefined> {
  const stats = await lstat(source);
  const about = { source, path, mode: stats.mode & 0o7777, size: 0, modifiedAt: stats.mtime };
  if (stats.isDirectory()) return { ...about, kind: 'directory' };
  if (stats.isFile()) return { ...about, kind: 'file', size: stats.size };
  if (!stats.isSymbolicLink()) throw unsafe(source, 'it is neither a file, a directory nor a link');
  const target = await readlink(source);
  const problem = linkProblem(path, target);
  if (problem !== undefined && links === 'refuse') throw unsafe(source, problem, OTHER_LINKS);
  if (problem !== undefined && links === 'skip') return undefined;
  return { ...about, kind: 'link', target };
}
