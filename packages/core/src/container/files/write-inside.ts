import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import { type PackEntry, pack } from '../../archive/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import type { CallTarget } from '../call-target.ts';
import { exec } from '../exec/index.ts';
import { notInMemoryYet } from './memory.ts';

/** Whose the copies are. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Writes entries by a command inside of the running container, because the engine's archive call does not reach memory.
 *
 * A file appears whole or not at all, and its size is checked. The image needs `sh`, or `tar` for a directory.
 */
export async function writeInside(
  target: CallTarget,
  path: string,
  entriesBelow: (prefix: string) => readonly PackEntry[],
  { uid, gid }: Owner,
  signal: AbortSignal,
): Promise<void> {
  const entries = entriesBelow(path.slice(1));
  const file = entries.length === 1 && entries[0] !== undefined ? singleFile(entries[0]) : undefined;
  const stdin = file?.content ?? pack(entries);
  const command =
    file === undefined
      ? ['tar', '-x', '-o', '-f', '-', '-C', '/']
      : ['sh', '-c', WRITE, 'sh', path, posix.dirname(path), file.mode.toString(8), String(file.size)];
  try {
    const options = { stdin, user: `${uid}:${gid}`, signal, timeoutMs: 0, maxOutputBytes: 4096 } as const;
    const { exitCode, stderr } = await exec(target, command, { ...options, overflow: 'truncate' });
    if (exitCode !== 0) throw refused(target, path, command[0] ?? '', exitCode, stderr.trim());
  } catch (error) {
    throw isDocktopusError(error, 'container.not-running', 'container.exited')
      ? notInMemoryYet(target, path, 'container.copyTo', error)
      : error;
  }
}

const WRITE = `set -e
[ ! -d "$1" ] || { echo 'it is a directory' >&2; exit 1; }
umask 022; mkdir -p "$2"
umask 077; cat > "$1.docktopus"
[ "$(wc -c < "$1.docktopus")" -eq "$4" ]
chmod "$3" "$1.docktopus"; mv -f "$1.docktopus" "$1"`;

function singleFile(entry: PackEntry) {
  if ('content' in entry) return { content: entry.content, mode: entry.mode, size: entry.content.length };
  const { kind, source, mode, size } = entry.host;
  if (kind !== 'file') return undefined;
  return { content: createReadStream(source), mode: entry.mode ?? mode, size };
}

function refused(
  { subject }: CallTarget,
  path: string,
  tool: string,
  exitCode: number,
  said: string,
): DocktopusError {
  const missing = exitCode === 126 || exitCode === 127;
  return new DocktopusError('path.denied', {
    operation: 'container.copyTo',
    subject,
    reason: missing
      ? `${path} is in memory, where only a command can write it, and the image has no ${tool}`
      : `${path} could not be written inside of the container: ${said || `exit code ${exitCode}`}`,
    hint: `Mount a volume at ${posix.dirname(path)} instead of memory`,
    details: { path },
  });
}
