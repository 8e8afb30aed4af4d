import { posix } from 'node:path';

const onWindows = process.platform === 'win32';

/** What else can be done with a link that may not be made. */
export const OTHER_LINKS = "links: 'skip' leaves such links out, links: 'keep' copies them as they are";

/**
 * Why a symbolic link may not be made; `undefined` when it stays inside of the tree that it is part of.
 *
 * `..` is understood only at the start: behind a name, which may be a link itself, there is no telling where it leads
 * without following it.
 *
 * @param name the link's own path, relative to the tree.
 */
export function linkProblem(name: string, target: string): string | undefined {
  if (target === '') return 'it is a link to nothing';
  if (target.includes('\0')) return 'it is a link whose target has a NUL';
  if (posix.isAbsolute(target) || (onWindows && /^[A-Za-z]:|\\/.test(target)))
    return 'it is a link to an absolute path';
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  const ups = parts.findIndex((part) => part !== '..');
  const climbs = ups < 0 ? parts.length : ups;
  if (parts.indexOf('..', climbs) >= 0) return "it is a link with '..' behind a name";
  const depth = name.split('/').length - 1;
  return climbs > depth ? 'it is a link that points outside' : undefined;
}
