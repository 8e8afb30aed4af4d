import { constants } from 'node:fs';
import { link, mkdir, open, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import { DocktopusError } from '../../errors/index.ts';
import { type AcceptedEntry, ArchiveGuard } from './archive-guard.ts';
import type { ArchiveLimits } from './archive-limits.ts';

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
  limits: ArchiveLimits,
  signal: AbortSignal,
): Promise<void> {
  const guard = new ArchiveGuard(limits);
  const links: { readonly path: string; readonly target: string }[] = [];
  for await (const entry of entriesOf(archive)) {
    signal.throwIfAborted();
    const accepted = guard.accept(headOf(entry));
    if (accepted.kind === 'link') links.push(accepted);
    else await make(root, accepted, entry);
    entry.resume();
  }
  for (const { path, target } of links) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await symlink(target, join(root, path));
  }
}

/** One entry of a tar stream: its head, and its content to be read before the next one. */
export interface TarEntry extends AsyncIterable<Buffer> {
  readonly header: Header;
  resume(): unknown;
}

/** The entries of a tar stream; a stream that fails or is cut ends with its own error. */
export async function* entriesOf(archive: Readable): AsyncGenerator<TarEntry> {
  const reader = extract();
  archive.on('error', (error) => reader.destroy(error));
  // A connection that closes without an end has been cut.
  archive.on('close', () => {
    if (!archive.readableEnded) reader.destroy(new Error('the archive is incomplete'));
  });
  archive.pipe(reader as unknown as NodeJS.WritableStream);
  try {
    yield* reader as AsyncIterable<TarEntry>;
  } catch (error) {
    if (error instanceof DocktopusError) throw error;
    throw new DocktopusError('engine.protocol', {
      operation: 'container.copyFrom',
      reason: `the archive cannot be read: ${(error as Error).message}`,
      cause: error,
    });
  } finally {
    archive.destroy();
    reader.destroy();
  }
}

export function headOf({ header }: TarEntry) {
  const { name, type, size, mode, linkname } = header;
  return {
    name,
    type: type ?? 'file',
    size: size ?? 0,
    mode: mode ?? 0o644,
    linkname: linkname ?? undefined,
  };
}

async function make(
  root: string,
  entry: Exclude<AcceptedEntry, { kind: 'link' }>,
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
