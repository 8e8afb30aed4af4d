import { constants } from 'node:fs';
import { link, mkdir, open, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type AcceptedEntry, ArchiveGuard } from './archive-guard.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import type { LinkPolicy } from './link-policy.ts';
import { readArchive, type TarEntry } from './read-archive.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

/**
 * Unpacks `archive`, whatever its maker had in mind, as `root`, which must not exist.
 *
 * Everything new is made, nothing that exists is opened; links come last, so that nothing is written through them.
 *
 * @throws DocktopusError `archive.unsafe` at the first entry that is; what was made before it stays in `root`.
 */
export async function unpack(
  archive: Readable,
  root: string,
  options: ArchiveLimits & { readonly links?: LinkPolicy | undefined },
  signal: AbortSignal,
): Promise<void> {
  const guard = new ArchiveGuard(options, options.links);
  const links: { readonly path: string; readonly target: string }[] = [];
  await readArchive(archive, async (entry) => {
    signal.throwIfAborted();
    const accepted = guard.accept(entry.head);
    if (accepted.kind === 'link') links.push(accepted);
    else if (accepted.kind !== 'skipped') await make(root, accepted, entry);
    return 'go-on';
  });
  for (const { path, target } of links) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await symlink(target, join(root, path));
  }
}

async function make(
  root: string,
  entry: Exclude<AcceptedEntry, { kind: 'link' | 'skipped' }>,
  content: TarEntry,
): Promise<void> {
  const path = join(root, entry.path);
  if (entry.kind !== 'directory') await mkdir(dirname(path), { recursive: true });
  switch (entry.kind) {
    case 'directory':
      await mkdir(path, { recursive: true, mode: entry.mode });
      return;
    case 'hard-link':
      return link(join(root, entry.source), path);
    case 'file': {
      const file = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, entry.mode);
      try {
        for await (const part of content) await file.write(part);
      } finally {
        await file.close();
      }
    }
  }
}
