import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { DocktopusError } from '../../errors/index.ts';
import type { CallTarget } from '../call-target.ts';
import { execStream } from '../exec/index.ts';
import { findInContainer } from './find-in-container.ts';
import { liesInMemory } from './memory.ts';

/**
 * The archive of what is at `path` in the container.
 *
 * The engine sends a link as a link; asked for by its own name, what it leads to is meant. That is looked up inside of
 * the container again, so it cannot lead out of it. What is in memory the engine does not see: `tar` inside reads it.
 */
export async function openArchive(
  target: CallTarget,
  path: string,
  operation: string,
  signal: AbortSignal,
): Promise<Readable> {
  if (await liesInMemory(target, path, operation, signal))
    return Readable.from(readInside(target, path, operation, signal));
  const found = await findInContainer(target, path, signal);
  const at = found?.path ?? path;
  return target.docker.engine.getArchive(target.id, at === '/' ? '/.' : at, { signal });
}

async function* readInside(
  target: CallTarget,
  path: string,
  operation: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const command = ['tar', '-c', '-f', '-', '-C', posix.dirname(path), '--', posix.basename(path)];
  using running = await execStream(target, command, { signal });
  let said = '';
  for await (const { stream, data } of running.output) {
    if (stream === 'stdout') yield data;
    else said = (said + data.toString('utf8')).slice(-500);
  }
  const exitCode = await running.exitCode();
  if (exitCode === 0) return;
  const missing = exitCode === 126 || exitCode === 127;
  throw new DocktopusError('path.not-found', {
    operation,
    subject: target.subject,
    reason: missing
      ? `${path} is in memory, where only a command can read it, and the image has no tar`
      : `${path} could not be read inside of the container: ${said.trim() || `exit code ${exitCode}`}`,
    details: { path },
  });
}
