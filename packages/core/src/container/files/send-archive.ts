import { posix } from 'node:path';
import { type PackEntry, pack } from '../../archive/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import type { CallTarget } from '../call-target.ts';

/**
 * Unpacks entries at their absolute paths in the container.
 *
 * They are given to their own directory, because that one may be on a volume while the rest is read-only; where it
 * does not exist yet, they go to `/`, and the engine makes the directories on the way.
 */
export async function sendArchive(
  container: CallTarget,
  target: string,
  entriesBelow: (prefix: string) => readonly PackEntry[],
  signal: AbortSignal,
): Promise<void> {
  const directory = posix.dirname(target);
  try {
    await send(container, directory, entriesBelow(posix.basename(target)), signal);
  } catch (error) {
    if (!isDocktopusError(error, 'path.not-found', 'container.not-found') || directory === '/')
      throw asCopyFailure(error, container, target);
    await send(container, '/', entriesBelow(target.slice(1)), signal).catch((again: unknown) => {
      throw asCopyFailure(again, container, target);
    });
  }
}

async function send(
  { docker, id }: CallTarget,
  directory: string,
  entries: readonly PackEntry[],
  signal: AbortSignal,
) {
  const archive = pack(entries);
  // What goes wrong on our side says more than what the engine makes of half an archive.
  let ours: unknown;
  archive.on('error', (error) => {
    ours = error;
  });
  try {
    await docker.engine.putArchive(id, directory, archive, { signal, timeoutMs: 0, keepKinds: true });
  } catch (error) {
    throw ours ?? error;
  } finally {
    archive.destroy();
  }
}

/** What the engine says of a place that does not take a copy. */
function asCopyFailure(error: unknown, { subject }: CallTarget, target: string): unknown {
  if (!isDocktopusError(error, 'engine.failed')) return error;
  const about = { operation: 'container.copyTo', subject, cause: error, details: { path: target } };
  const clash = /cannot overwrite (?:non-)?directory "([^"]*)" with (?:non-)?directory/.exec(error.reason);
  if (clash !== null) {
    return new DocktopusError('path.in-use', {
      ...about,
      reason: `a file would replace a directory, or a directory a file, at ${clash[1]}`,
      hint: 'Remove it in the container first, or copy to another path',
    });
  }
  if (!/marked read-only/.test(error.reason)) return error;
  return new DocktopusError('path.denied', {
    ...about,
    reason: `${target} cannot be written: that part of the container is read-only`,
    hint: `Copy to a volume, such as .volumes('${posix.dirname(target)}')`,
  });
}
