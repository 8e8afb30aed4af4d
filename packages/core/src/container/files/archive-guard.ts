import { unsafe } from '../../archive/index.ts';
import { type ArchiveLimits, MAX_BYTES, MAX_ENTRIES } from './archive-limits.ts';
import type { LinkPolicy } from './link-policy.ts';
import { linkProblem, OTHER_LINKS } from './link-problem.ts';

/** An entry's head as the archive has it: nothing of it is to be believed. */
export interface ArchiveEntry {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly mode: number;
  readonly linkname: string | undefined;
}

/** An entry that may be made. Paths are relative to the tree, `''` being its root. */
export type AcceptedEntry =
  | { readonly kind: 'directory'; readonly path: string; readonly mode: number }
  | { readonly kind: 'file'; readonly path: string; readonly mode: number; readonly size: number }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | { readonly kind: 'hard-link'; readonly path: string; readonly source: string }
  | { readonly kind: 'skipped' };

const onWindows = process.platform === 'win32';
const MAX_PATH_BYTES = 4096;
const MAX_NAME_BYTES = 255;

/**
 * Decides about the entries of an archive from a container, whose content anybody may have made.
 *
 * What the engine sends begins with the name of the one thing that was asked for; that name becomes the root.
 */
export class ArchiveGuard {
  readonly #maxBytes: number;
  readonly #maxEntries: number;
  readonly #kinds = new Map<string, 'directory' | 'file' | 'link'>();
  readonly #links: LinkPolicy;
  #root: string | undefined;
  #entries = 0;
  #bytes = 0;

  constructor(limits: ArchiveLimits = {}, links: LinkPolicy = 'refuse') {
    this.#links = links;
    this.#maxBytes = limits.maxBytes ?? MAX_BYTES;
    this.#maxEntries = limits.maxEntries ?? MAX_ENTRIES;
  }

  /** @throws DocktopusError `archive.unsafe` */
  accept(entry: ArchiveEntry): AcceptedEntry {
    const { name, type } = entry;
    this.#count(entry);
    const path = this.#pathOf(name);
    switch (type) {
      case 'directory':
        if (this.#kinds.get(path) === undefined) this.#note(name, path, 'directory');
        else if (this.#kinds.get(path) !== 'directory') throw unsafe(name, 'the archive has it twice');
        return { kind: 'directory', path, mode: permissions(entry.mode) | 0o700 };
      case 'file':
      case 'contiguous-file':
        this.#note(name, path, 'file');
        return { kind: 'file', path, mode: permissions(entry.mode) | 0o400, size: entry.size };
      case 'symlink': {
        const target = entry.linkname ?? '';
        const problem = linkProblem(path, target);
        if (problem !== undefined && this.#links === 'refuse') throw unsafe(name, problem, OTHER_LINKS);
        this.#note(name, path, 'link');
        if (problem !== undefined && this.#links === 'skip') return { kind: 'skipped' };
        return { kind: 'link', path, target };
      }
      case 'link': {
        const source = this.#pathOf(entry.linkname ?? '');
        if (this.#kinds.get(source) !== 'file')
          throw unsafe(name, 'it is a hard link to something that is not an earlier file of the archive');
        this.#note(name, path, 'file');
        return { kind: 'hard-link', path, source };
      }
      default:
        throw unsafe(name, `it is a ${type}; only files, directories and links are copied`);
    }
  }

  #count({ name, size }: ArchiveEntry): void {
    if (!Number.isSafeInteger(size) || size < 0) throw unsafe(name, 'its size is not a number');
    this.#entries += 1;
    this.#bytes += size;
    if (this.#entries > this.#maxEntries)
      throw unsafe(name, `there are more than ${this.#maxEntries} entries`);
    if (this.#bytes > this.#maxBytes)
      throw unsafe(name, `all files together have more than ${this.#maxBytes} bytes`);
  }

  #pathOf(name: string): string {
    if (name.includes('\0')) throw unsafe(name, 'its name contains a NUL byte');
    if (Buffer.byteLength(name) > MAX_PATH_BYTES) throw unsafe(name, 'its name is too long');
    if (name.startsWith('/') || (onWindows && /^[A-Za-z]:|\\/.test(name)))
      throw unsafe(name, 'its name is an absolute path');
    const parts = name.split('/').filter((part) => part !== '' && part !== '.');
    if (parts.includes('..')) throw unsafe(name, "its name contains '..'");
    if (parts.some((part) => Buffer.byteLength(part) > MAX_NAME_BYTES))
      throw unsafe(name, 'its name is too long');
    this.#root ??= parts[0] ?? '';
    // A whole file system has no name.
    if (this.#root === '') return parts.join('/');
    if (parts[0] !== this.#root) throw unsafe(name, `it is not part of ${JSON.stringify(this.#root)}`);
    return parts.slice(1).join('/');
  }

  /** Nothing is made twice, and nothing below what is not a directory: no entry can be written through a link. */
  #note(name: string, path: string, kind: 'directory' | 'file' | 'link'): void {
    if (this.#kinds.has(path)) throw unsafe(name, 'the archive has it twice');
    const parts = path.split('/');
    // The root itself has nothing above it.
    for (let depth = path === '' ? 1 : 0; depth < parts.length; depth += 1) {
      this.#needDirectory(name, parts.slice(0, depth).join('/'));
    }
    this.#kinds.set(path, kind);
  }

  #needDirectory(name: string, path: string): void {
    const kind = this.#kinds.get(path);
    if (kind === undefined) this.#kinds.set(path, 'directory');
    else if (kind !== 'directory') throw unsafe(name, 'an entry above it is not a directory');
  }
}

/** Without setuid, setgid and sticky. */
function permissions(mode: number): number {
  return mode & 0o777;
}
