import { posix } from 'node:path';
import { DocktopusError } from '../../errors/index.ts';

/** What is copied: a directory, a file with its name, or content, which has none. */
export type Copied =
  | { readonly kind: 'directory' }
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'content' };

/** What is at the target in the container, behind its links. */
export interface Found {
  readonly kind: 'directory' | 'other';
  readonly path: string;
}

/**
 * Where in the container a copy goes, as `docker cp` has it: a file goes into a directory that exists or that a slash at
 * its end calls one, and replaces a file; a directory is added to a directory. Neither takes the place of the other.
 *
 * @param target normalised, without a slash at its end.
 * @throws DocktopusError `path.in-use`
 */
export function copyGoal(
  copied: Copied,
  target: string,
  isCalledDirectory: boolean,
  found: Found | undefined,
  subject: string,
): string {
  const inside = copied.kind === 'file' ? copied.name : undefined;
  if (found === undefined) {
    if (!isCalledDirectory || copied.kind === 'directory') return target;
    if (inside !== undefined) return posix.join(target, inside);
    throw inUse(subject, `${target}/ names a directory, and content has no file name`);
  }
  if (found.kind === 'directory') {
    if (copied.kind === 'directory') return found.path;
    if (inside !== undefined) return posix.join(found.path, inside);
    throw inUse(subject, `${target} is a directory, and content has no file name`);
  }
  if (copied.kind === 'directory')
    throw inUse(subject, `${target} is a file, and a directory is copied to it`);
  return found.path;
}

function inUse(subject: string, reason: string): DocktopusError {
  return new DocktopusError('path.in-use', {
    operation: 'container.copyTo',
    subject,
    reason,
    hint: 'Give the path of the copy, with its file name',
    details: {},
  });
}
