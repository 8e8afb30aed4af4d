import { unsafe } from '../../archive/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { CALL_OPTIONS, checkOptions, type OptionReaders, readInteger } from '../../input/index.ts';
import { type CallOptions, startDeadline } from '../../scope/index.ts';
import type { CallTarget } from '../call-target.ts';
import { containerPath } from './container-path.ts';
import { openArchive } from './open-archive.ts';
import { readArchive } from './read-archive.ts';

/** Options of `container.readFile()`. */
export interface ReadFileOptions extends CallOptions {
  /** @default 16_777_216 */
  readonly maxBytes?: number | undefined;
}

const MAX_FILE_BYTES = 16 * 1024 * 1024;

const OPTIONS: OptionReaders<ReadFileOptions> = { ...CALL_OPTIONS, maxBytes: readInteger(0) };

/** What the file at `source` in the container holds. */
export async function readFile(
  target: CallTarget,
  source: string,
  options: ReadFileOptions,
): Promise<Buffer> {
  const { subject } = target;
  const operation = 'container.readFile';
  checkOptions(options, OPTIONS, operation, subject);
  using deadline = startDeadline(options, 30_000, operation, subject);
  const { signal } = deadline;
  const { maxBytes = MAX_FILE_BYTES } = options;
  const path = containerPath(source, operation, subject);
  let content: Buffer | undefined;
  await readArchive(await openArchive(target, path, operation, signal), async (entry) => {
    const { type, size } = entry.head;
    if (type !== 'file') throw unsafe(path, `it is a ${type}, not a file`);
    if (size > maxBytes) throw unsafe(path, `it has ${size} bytes, more than ${maxBytes}`);
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part);
    content = Buffer.concat(parts);
    return 'stop';
  });
  if (content !== undefined) return content;
  throw new DocktopusError('path.not-found', {
    operation,
    subject,
    reason: `there is no file ${path}`,
  });
}
