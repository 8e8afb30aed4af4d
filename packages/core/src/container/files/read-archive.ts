import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Header } from '../../archive/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import type { ArchiveEntry } from './archive-guard.ts';

/** One entry of a tar stream: its head, and its content, which is to be read before the next one. */
export interface TarEntry extends AsyncIterable<Buffer> {
  readonly head: ArchiveEntry;
}

/**
 * Hands each entry of a tar stream to `visit`, until the end or until that says `'stop'`.
 *
 * @throws DocktopusError what the stream fails with; `engine.protocol` when it is cut or is no archive.
 */
export async function readArchive(
  archive: Readable,
  visit: (entry: TarEntry) => Promise<'go-on' | 'stop'>,
): Promise<void> {
  const { extract } = await import('../../archive/tar.ts');
  const reader = extract();
  let lost: unknown;
  const lose = (error: unknown) => {
    lost ??= error;
  };
  reader.on('error', lose);
  archive.on('error', (error) => {
    lose(error);
    reader.destroy(error);
  });
  archive.on('close', () => {
    if (!archive.readableEnded) reader.destroy(new Error('it ends too early'));
  });
  archive.pipe(reader as unknown as NodeJS.WritableStream);
  try {
    for await (const entry of reader) {
      const head = headOf(entry.header);
      const content = entry as AsyncIterable<Buffer>;
      if ((await visit({ head, [Symbol.asyncIterator]: () => content[Symbol.asyncIterator]() })) === 'stop')
        return;
      entry.resume();
    }
  } catch (error) {
    // An entry can fail a moment before the stream says why.
    await setImmediate();
    throw isOfHost(error) ? error : asFailure(lost ?? error);
  } finally {
    archive.destroy();
    reader.destroy();
  }
}

function headOf({ name, type, size, mode, linkname }: Header): ArchiveEntry {
  return {
    name,
    type: type ?? 'file',
    size: size ?? 0,
    mode: mode ?? 0o644,
    linkname: linkname || undefined,
  };
}

/** Our own refusals, and what this machine's file system says. */
function isOfHost(error: unknown): boolean {
  return isDocktopusError(error) || typeof (error as NodeJS.ErrnoException).syscall === 'string';
}

function asFailure(error: unknown): unknown {
  if (isDocktopusError(error)) return error;
  return new DocktopusError('engine.protocol', {
    operation: 'container.copyFrom',
    reason: `the archive cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    cause: error,
  });
}
