import { lstat, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DocktopusError } from '../../errors/index.ts';
import { onHost } from '../../host/index.ts';
import {
  CALL_OPTIONS,
  checkArguments,
  checkOptions,
  type OptionReaders,
  readFlag,
  readText,
} from '../../input/index.ts';
import { type CallOptions, startDeadline } from '../../scope/index.ts';
import type { CallTarget } from '../call-target.ts';
import { ARCHIVE_LIMITS, type ArchiveLimits } from './archive-limits.ts';
import { containerPath } from './container-path.ts';
import { type LinkPolicy, readLinkPolicy } from './link-policy.ts';
import { openArchive } from './open-archive.ts';
import { unpack } from './unpack.ts';

/** Options of `container.copyFrom()`. */
export interface CopyFromOptions extends CallOptions, ArchiveLimits {
  /** Replaces what is at the target. @default false */
  readonly overwrite?: boolean | undefined;
  /** What happens with links that are absolute or point outside of the tree. @default 'refuse' */
  readonly links?: LinkPolicy | undefined;
  /** In milliseconds. @default none */
  readonly timeoutMs?: number | undefined;
}

const OPTIONS: OptionReaders<CopyFromOptions> = {
  ...CALL_OPTIONS,
  ...ARCHIVE_LIMITS,
  overwrite: readFlag,
  links: readLinkPolicy,
};

/** Makes `target` on this machine what `source` is in the container; it appears at once and whole, or not at all. */
export async function copyFrom(
  container: CallTarget,
  source: string,
  target: string,
  options: CopyFromOptions,
): Promise<void> {
  const { subject } = container;
  checkOptions(options, OPTIONS, 'container.copyFrom', subject);
  checkArguments({ target }, { target: readText }, 'container.copyFrom', subject);
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.copyFrom', subject);
  const { signal } = deadline;
  const path = containerPath(source, 'container.copyFrom', subject);
  const goal = resolve(target);
  await onHost({ operation: 'container.copyFrom', subject, path: goal, to: 'write' }, async () => {
    if (!options.overwrite) await assertFree(goal, subject);
    const staging = `${goal}.${crypto.randomUUID().slice(0, 8)}.partial`;
    try {
      await unpack(
        await openArchive(container, path, 'container.copyFrom', signal),
        staging,
        options,
        signal,
      );
      if (options.overwrite) await rm(goal, { recursive: true, force: true });
      await rename(staging, goal);
    } catch (error) {
      // A clean-up that fails must not hide why the copy failed.
      await rm(staging, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
  });
}

async function assertFree(path: string, subject: string): Promise<void> {
  try {
    await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  throw new DocktopusError('path.in-use', {
    operation: 'container.copyFrom',
    subject,
    reason: `${path} exists already`,
    hint: 'Choose another path, or pass overwrite: true',
  });
}
