import { basename, resolve } from 'node:path';
import type { PackEntry } from '../../archive/index.ts';
import {
  CALL_OPTIONS,
  checkArguments,
  checkOptions,
  type OptionReaders,
  type Reader,
  readInteger,
  readText,
} from '../../input/index.ts';
import { type CallOptions, startDeadline } from '../../scope/index.ts';
import { type Revealable, revealed } from '../../secrets/index.ts';
import type { CallTarget } from '../call-target.ts';
import { bytesOf, type FileToCopy } from '../options/files.ts';
import { ARCHIVE_LIMITS, type ArchiveLimits } from './archive-limits.ts';
import { containerPath } from './container-path.ts';
import { type Copied, copyGoal } from './copy-goal.ts';
import { findInContainer } from './find-in-container.ts';
import { type LinkPolicy, readLinkPolicy } from './link-policy.ts';
import { liesInMemory } from './memory.ts';
import { sendArchive } from './send-archive.ts';
import { walkHostTree } from './walk-host-tree.ts';
import { writeInside } from './write-inside.ts';

/** A file or directory of this machine, or what a file is to hold. */
export type CopySource = string | { readonly content: string | Uint8Array | Revealable };

/** Options of `container.copyTo()`. */
export interface CopyToOptions extends CallOptions, ArchiveLimits {
  /** Permission bits of a single file. @default the file's own; 0o644 for content */
  readonly mode?: number | undefined;
  /** Who owns the copies. @default 0 */
  readonly uid?: number | undefined;
  /** @default 0 */
  readonly gid?: number | undefined;
  /** What happens with links inside of a directory that are absolute or point outside of it. @default 'refuse' */
  readonly links?: LinkPolicy | undefined;
  /** In milliseconds. @default none */
  readonly timeoutMs?: number | undefined;
}

const OPTIONS: OptionReaders<CopyToOptions> = {
  ...CALL_OPTIONS,
  ...ARCHIVE_LIMITS,
  mode: readInteger(0, 0o7777),
  uid: readInteger(0, 2 ** 31 - 1),
  gid: readInteger(0, 2 ** 31 - 1),
  links: readLinkPolicy,
};

/** The content is not shown: it may be secret. */
const readSource: Reader<unknown> = (value, problems) => {
  if (typeof value === 'string') return readText(value, problems);
  if (typeof value !== 'object' || value === null || !('content' in value)) {
    return problems.refuse(value, 'the path of a file or a directory, or { content }');
  }
  const { content } = value;
  const fits =
    typeof content === 'string' ||
    content instanceof Uint8Array ||
    (typeof content === 'object' && content !== null && 'reveal' in content);
  return fits ? value : problems.at('content').report(`a ${typeof content}`, 'a string, bytes, or a Secret');
};

/** Makes `target` in the container what `source` is; a file goes into a directory that is there, as with `docker cp`. */
export async function copyTo(
  container: CallTarget,
  source: CopySource,
  target: string,
  options: CopyToOptions,
): Promise<void> {
  const { subject } = container;
  checkOptions(options, OPTIONS, 'container.copyTo', subject);
  checkArguments({ source }, { source: readSource }, 'container.copyTo', subject);
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.copyTo', subject);
  const { signal } = deadline;
  const path = containerPath(target, 'container.copyTo', subject);
  const goal = { path, isCalledDirectory: /\/\.?$/.test(target) };
  const inMemory = await liesInMemory(container, path, 'container.copyTo', signal);
  await (inMemory ? copyToMemory : copyToDisk)(container, source, goal, options, signal);
}

/** Copies files of a spec that are on the container's disk, which is there before it runs. */
export async function copyFilesToDisk(
  container: CallTarget,
  files: readonly FileToCopy[],
  signal: AbortSignal,
): Promise<void> {
  for (const file of files) await copyToDisk(container, ...partsOf(file), signal);
}

/** Copies files of a spec that are in the container's memory, which is there while it runs. */
export async function copyFilesToMemory(
  container: CallTarget,
  files: readonly FileToCopy[],
  signal: AbortSignal,
): Promise<void> {
  for (const file of files) await copyToMemory(container, ...partsOf(file), signal);
}

function partsOf(file: FileToCopy): readonly [CopySource, Goal, CopyToOptions] {
  const source = file.kind === 'host' ? file.source : { content: bytesOf(file) };
  const { target: path, mode, uid, gid } = file;
  return [source, { path, isCalledDirectory: false }, { mode, uid, gid }];
}

interface Goal {
  readonly path: string;
  readonly isCalledDirectory: boolean;
}

async function copyToDisk(
  container: CallTarget,
  source: CopySource,
  { path, isCalledDirectory }: Goal,
  options: CopyToOptions,
  signal: AbortSignal,
): Promise<void> {
  const { copied, entries } = await copyOf(source, options, signal);
  const found = await findInContainer(container, path, signal);
  await sendArchive(
    container,
    copyGoal(copied, path, isCalledDirectory, found, container.subject),
    entries,
    signal,
  );
}

async function copyToMemory(
  container: CallTarget,
  source: CopySource,
  { path, isCalledDirectory }: Goal,
  options: CopyToOptions,
  signal: AbortSignal,
): Promise<void> {
  const { copied, entries } = await copyOf(source, options, signal);
  const goal = copyGoal(copied, path, isCalledDirectory, undefined, container.subject);
  await writeInside(container, goal, entries, { uid: options.uid ?? 0, gid: options.gid ?? 0 }, signal);
}

interface Copy {
  readonly copied: Copied;
  readonly entries: (prefix: string) => readonly PackEntry[];
}

async function copyOf(source: CopySource, options: CopyToOptions, signal: AbortSignal): Promise<Copy> {
  const owner = { uid: options.uid ?? 0, gid: options.gid ?? 0 };
  if (typeof source !== 'string') {
    const content = Buffer.from(revealed(source.content) as Uint8Array);
    return {
      copied: { kind: 'content' },
      entries: (prefix) => [{ name: prefix, content, mode: options.mode ?? 0o644, ...owner }],
    };
  }
  const tree = await walkHostTree(resolve(source), options, signal);
  const isFile = tree[0]?.kind === 'file';
  return {
    copied: isFile ? { kind: 'file', name: basename(resolve(source)) } : { kind: 'directory' },
    entries: (prefix) =>
      tree.flatMap((host) => {
        const name = [prefix, host.path].filter((part) => part !== '').join('/');
        // The root of the container is there.
        if (name === '') return [];
        return [
          { name, host, ...(isFile && options.mode !== undefined ? { mode: options.mode } : {}), ...owner },
        ];
      }),
  };
}
