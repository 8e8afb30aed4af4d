import { resolve } from 'node:path';
import type { PackEntry } from '../../archive/index.ts';
import { checkOptions, type OptionReaders, readInteger } from '../../input/index.ts';
import { type CallOptions, startDeadline } from '../../scope/index.ts';
import { type Revealable, revealed } from '../../secrets/index.ts';
import type { CallTarget } from '../call-target.ts';
import { bytesOf, type FileToCopy } from '../options/files.ts';
import { ARCHIVE_LIMITS, type ArchiveLimits } from './archive-limits.ts';
import { containerPath } from './container-path.ts';
import { walkHostTree } from './host-tree.ts';
import { sendArchive } from './send-archive.ts';

/** A file or directory of this machine, or what a file is to hold. */
export type CopySource = string | { readonly content: string | Uint8Array | Revealable };

export interface CopyToOptions extends CallOptions, ArchiveLimits {
  /** Permission bits of a single file. @default the file's own; 0o644 for content */
  readonly mode?: number | undefined;
  /** Who owns the copies. @default 0 */
  readonly uid?: number | undefined;
  /** @default 0 */
  readonly gid?: number | undefined;
  /** In milliseconds. @default none */
  readonly timeoutMs?: number | undefined;
}

const OPTIONS: OptionReaders<CopyToOptions> = {
  ...ARCHIVE_LIMITS,
  mode: readInteger(0, 0o7777),
  uid: readInteger(0, 2 ** 31 - 1),
  gid: readInteger(0, 2 ** 31 - 1),
};

/** Makes `target` in the container what `source` is. */
export async function copyTo(
  { docker, id, subject }: CallTarget,
  source: CopySource,
  target: string,
  options: CopyToOptions,
): Promise<void> {
  checkOptions(options, OPTIONS, 'container.copyTo', subject);
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.copyTo', subject);
  const { signal } = deadline;
  const path = containerPath(target, 'container.copyTo', subject);
  const entries = await entriesOf(source, options, signal);
  await sendArchive(docker, id, path, entries, signal);
}

/** Copies the files of a spec. */
export async function copyFilesIn(
  container: CallTarget,
  files: readonly FileToCopy[],
  signal: AbortSignal,
): Promise<void> {
  for (const file of files) {
    const source = file.kind === 'host' ? file.source : { content: bytesOf(file) };
    await copyTo(container, source, file.target, {
      mode: file.mode,
      uid: file.uid,
      gid: file.gid,
      signal,
    });
  }
}

async function entriesOf(
  source: CopySource,
  options: CopyToOptions,
  signal: AbortSignal,
): Promise<(prefix: string) => readonly PackEntry[]> {
  const owner = { uid: options.uid ?? 0, gid: options.gid ?? 0 };
  if (typeof source !== 'string') {
    const content = Buffer.from(revealed(source.content) as Uint8Array);
    return (prefix) => [{ name: prefix, content, mode: options.mode ?? 0o644, ...owner }];
  }
  const tree = await walkHostTree(resolve(source), options, signal);
  return (prefix) =>
    tree.map((host) => ({
      name: host.path === '' ? prefix : `${prefix}/${host.path}`,
      host,
      ...(host.path === '' && host.kind === 'file' && options.mode !== undefined
        ? { mode: options.mode }
        : {}),
      ...owner,
    }));
}
