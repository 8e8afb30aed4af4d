import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { onHost } from '../host/index.ts';
import type { HostEntry } from './host-entry.ts';
import type { Header, Pack } from './tar.ts';
import { unsafe } from './unsafe.ts';

type Head = Partial<Header> & Pick<Header, 'name'>;

/** What goes into an archive, under its whole name there. */
export type PackEntry =
  | {
      readonly name: string;
      readonly content: Buffer;
      readonly mode: number;
      readonly uid?: number;
      readonly gid?: number;
    }
  | {
      readonly name: string;
      readonly host: HostEntry;
      readonly mode?: number;
      readonly uid?: number;
      readonly gid?: number;
    };

/** An archive of `entries`, made while it is read. */
export function pack(entries: readonly PackEntry[]): Readable {
  return Readable.from(archiveOf(entries), { objectMode: false });
}

async function* archiveOf(entries: readonly PackEntry[]): AsyncGenerator<Buffer, void, undefined> {
  const { pack: tarPack } = await import('./tar.ts');
  const archive = tarPack();
  const write = (header: Head, content?: Buffer) =>
    new Promise<void>((resolve, reject) => {
      const done = (error?: Error | null) => (error ? reject(error) : resolve());
      if (content === undefined) archive.entry(header, done);
      else archive.entry(header, content, done);
    });
  const writeAll = async () => {
    for (const entry of entries) {
      const owner = { uid: entry.uid ?? 0, gid: entry.gid ?? 0 };
      if ('content' in entry) await write({ ...owner, name: entry.name, mode: entry.mode }, entry.content);
      else if (entry.host.kind === 'file')
        await onHost({ operation: 'engine.archive', path: entry.host.source, to: 'read' }, () =>
          writeFile(archive, { ...headerOf(entry), ...owner }, entry.host),
        );
      else await write({ ...headerOf(entry), ...owner });
    }
    archive.finalize();
  };
  writeAll().catch((error: unknown) => archive.destroy(error as Error));
  yield* archive as unknown as AsyncIterable<Buffer>;
}

function headerOf({ name, host, mode }: Extract<PackEntry, { host: HostEntry }>): Head {
  return {
    name: host.kind === 'directory' ? `${name}/` : name,
    mode: mode ?? host.mode,
    mtime: host.modifiedAt,
    type: host.kind === 'link' ? 'symlink' : host.kind,
    ...(host.target === undefined ? {} : { linkname: host.target }),
  };
}

/** Exactly as many bytes as the head says, from the file that was looked at: not from what has taken its place. */
async function writeFile(archive: Pack, header: Head, { source, size }: HostEntry): Promise<void> {
  const file = await open(source, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    if (!(await file.stat()).isFile()) throw unsafe(source, 'it is no longer a file');
    let settle: (error?: Error | null) => void = () => {};
    const ended = new Promise<void>((resolve, reject) => {
      settle = (error) => (error ? reject(error) : resolve());
    });
    const entry = archive.entry({ ...header, size }, (error) => settle(error));
    // Both say what `ended` says, which is of interest only where it is awaited below.
    ended.catch(() => {});
    entry.on('error', () => {});
    let left = size;
    for await (const part of size === 0 ? [] : file.createReadStream({ end: size - 1, autoClose: false })) {
      left -= (part as Buffer).length;
      if (!entry.write(part))
        await Promise.race([new Promise<void>((resolve) => entry.once('drain', () => resolve())), ended]);
    }
    if (left > 0) throw unsafe(source, 'it shrank while it was being copied');
    entry.end(null);
    await ended;
  } finally {
    await file.close();
  }
}
