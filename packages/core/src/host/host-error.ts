import { DocktopusError, type ErrorCode, isDocktopusError } from '../errors/index.ts';

/** What was being done with a file of this machine. */
export interface HostAccess {
  readonly operation: string;
  /** @default the path */
  readonly subject?: string | undefined;
  readonly path: string;
  readonly to: 'read' | 'write';
}

interface Meaning {
  readonly code: Extract<ErrorCode, `path.${string}` | 'disk.full'>;
  readonly because: string;
  readonly hint: string;
}

const denied: Meaning = {
  code: 'path.denied',
  because: 'this user may not',
  hint: 'Give the user that this process runs as the permission, or choose another path',
};
const notThere: Meaning = {
  code: 'path.not-found',
  because: 'there is no such file or directory on this machine',
  hint: 'Check the path: a relative one begins at the working directory',
};
const taken: Meaning = {
  code: 'path.in-use',
  because: 'something is there already',
  hint: 'Remove it, or choose another path',
};
const full: Meaning = {
  code: 'disk.full',
  because: 'no space is left on the disk of this machine',
  hint: 'Make room there, or choose a path on another disk',
};

const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOENT: notThere,
  ENOTDIR: { ...notThere, because: 'a part of the path is a file, not a directory' },
  EACCES: denied,
  EPERM: { ...denied, because: 'the system does not permit it' },
  EROFS: { ...denied, because: 'its file system is read-only', hint: 'Choose a path that can be written' },
  EEXIST: taken,
  ENOTEMPTY: { ...taken, because: 'the directory that is there is not empty' },
  EBUSY: { ...taken, because: 'something uses it, such as a mount' },
  ETXTBSY: { ...taken, because: 'a program is running from it' },
  ENOSPC: full,
  EDQUOT: { ...full, because: 'the disk quota of this user is used up' },
  EFBIG: { ...full, because: 'the file is larger than its file system allows' },
  EISDIR: { code: 'path.invalid', because: 'it is a directory', hint: 'Name a file' },
  ELOOP: {
    code: 'path.invalid',
    because: 'its links form a circle',
    hint: 'Name the file itself',
  },
  ENAMETOOLONG: { code: 'path.invalid', because: 'the name is too long', hint: 'Choose a shorter one' },
  EMFILE: {
    code: 'path.failed',
    because: 'this process has too many files open',
    hint: 'Raise its limit, such as with ulimit -n',
  },
  ENFILE: {
    code: 'path.failed',
    because: 'this machine has too many files open',
    hint: 'Close some programs',
  },
  EIO: { code: 'path.failed', because: 'its disk has failed', hint: 'Look at the kernel log' },
};

/**
 * A failure of this machine's file system in plain words, with its code; anything else is returned as it is.
 *
 * The message has Node's code as well: `container.copyFrom db: /data/dump cannot be written: no space is left on the
 * disk of this machine (ENOSPC). Make room there, or choose a path on another disk`.
 */
export function hostError(error: unknown, { operation, subject, path, to }: HostAccess): unknown {
  const { code: errno, path: failed = path } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || errno === undefined || isDocktopusError(error)) return error;
  const meaning = MEANINGS[errno];
  if (meaning === undefined) return error;
  const done = to === 'read' ? 'read' : 'written';
  const { code, because, hint } = meaning;
  return new DocktopusError(code, {
    operation,
    subject: subject ?? failed,
    reason: `${subject === undefined ? 'it' : failed} cannot be ${done}: ${because} (${errno})`,
    hint,
    cause: error,
    details: { path: failed, errno },
  });
}

/** Does something with files of this machine; what fails is a {@link hostError}. */
export async function onHost<T>(access: HostAccess, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw hostError(error, access);
  }
}
