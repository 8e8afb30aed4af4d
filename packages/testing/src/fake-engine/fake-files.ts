/** Something in a container's file system. */
export type FakeEntry =
  | { readonly kind: 'file'; readonly mode: number; readonly modified: number; readonly data: Buffer }
  | { readonly kind: 'directory'; readonly mode: number; readonly modified: number }
  | { readonly kind: 'link'; readonly mode: number; readonly modified: number; readonly target: string };

/**
 * A file system in memory: absolute paths, files, folders and symbolic links. Volumes are mounted over it.
 */
export class FakeFiles {
  readonly #entries: Map<string, FakeEntry>;
  readonly #mounts = new Map<string, { readonly files: FakeFiles; readonly readOnly: boolean }>();
  #readOnly = false;

  constructor(entries: Iterable<readonly [string, FakeEntry]> = []) {
    this.#entries = new Map<string, FakeEntry>([['/', directory()], ...entries]);
  }

  /** The same files again, to be changed apart; what is mounted is not part of it. */
  copy(): FakeFiles {
    return new FakeFiles(this.#entries);
  }

  /** Makes everything but the mounts refuse to be written. */
  makeReadOnly(): void {
    this.#readOnly = true;
  }

  mount(path: string, files: FakeFiles, readOnly: boolean): void {
    this.makeDirectory(path);
    this.#mounts.set(normalise(path), { files, readOnly });
  }

  /** What is at `path`, links followed unless `follow` is false. */
  get(path: string, follow = true): FakeEntry | undefined {
    const found = this.#resolve(path, follow);
    return found.files.#entries.get(found.path);
  }

  read(path: string): Buffer | undefined {
    const entry = this.get(path);
    return entry?.kind === 'file' ? entry.data : undefined;
  }

  /** @throws FileError when there is a folder in its place, none above it, or writing is not allowed. */
  write(path: string, data: Buffer | string, options: { mode?: number; append?: boolean } = {}): void {
    const before = this.get(path);
    if (before?.kind === 'directory') throw new FileError('Is a directory');
    const old = options.append && before?.kind === 'file' ? before.data : Buffer.alloc(0);
    const mode = options.mode ?? before?.mode ?? 0o644;
    const written = Buffer.concat([old, Buffer.from(data)]);
    this.put(path, { kind: 'file', mode, modified: Date.now(), data: written });
  }

  /** Puts an entry at `path`, whose folder has to exist. */
  put(path: string, entry: FakeEntry): void {
    const { files, path: inside, readOnly } = this.#resolve(path, true);
    if (readOnly) throw new FileError('Read-only file system');
    if (files.#entries.get(parent(inside))?.kind !== 'directory')
      throw new FileError('No such file or directory');
    files.#entries.set(inside, entry);
  }

  makeDirectory(path: string): void {
    const parts = normalise(path).split('/').filter(Boolean);
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const at = `/${parts.slice(0, depth).join('/')}`;
      if (this.get(at) === undefined) this.put(at, directory());
    }
  }

  /** @returns whether there was anything. */
  remove(path: string): boolean {
    const { files, path: inside, readOnly } = this.#resolve(path, false);
    if (files.#entries.get(inside) === undefined) return false;
    if (readOnly) throw new FileError('Read-only file system');
    for (const other of files.#entries.keys()) {
      if (other === inside || other.startsWith(`${inside}/`)) files.#entries.delete(other);
    }
    return true;
  }

  /** Names directly in the folder `path`, sorted. */
  list(path: string): string[] {
    const { files, path: inside } = this.#resolve(path, true);
    const prefix = inside === '/' ? '/' : `${inside}/`;
    const names = [...files.#entries.keys()]
      .filter(
        (other) => other !== '/' && other.startsWith(prefix) && !other.slice(prefix.length).includes('/'),
      )
      .map((other) => other.slice(prefix.length));
    return names.sort();
  }

  /** `path` and everything below it, as paths relative to its folder; parents first. */
  *walk(path: string, name = baseName(path)): Generator<readonly [string, FakeEntry]> {
    const entry = this.get(path, false);
    if (entry === undefined) return;
    yield [name, entry];
    if (entry.kind !== 'directory') return;
    for (const child of this.list(path)) yield* this.walk(`${path}/${child}`, `${name}/${child}`);
  }

  #resolve(path: string, follow: boolean, depth = 0): { files: FakeFiles; path: string; readOnly: boolean } {
    if (depth > 16) throw new FileError('Too many levels of symbolic links');
    const wanted = normalise(path);
    for (const [at, mounted] of this.#mounts) {
      if (wanted !== at && !wanted.startsWith(`${at}/`)) continue;
      const found = mounted.files.#resolve(wanted.slice(at.length) || '/', follow, depth);
      return { ...found, readOnly: found.readOnly || mounted.readOnly };
    }
    const parts = wanted.split('/').filter(Boolean);
    for (let length = 1; length <= parts.length; length += 1) {
      if (length === parts.length && !follow) break;
      const at = `/${parts.slice(0, length).join('/')}`;
      const entry = this.#entries.get(at);
      if (entry?.kind !== 'link') continue;
      const target = entry.target.startsWith('/') ? entry.target : `${parent(at)}/${entry.target}`;
      return this.#resolve(`${target}/${parts.slice(length).join('/')}`, follow, depth + 1);
    }
    return { files: this, path: wanted, readOnly: this.#readOnly };
  }
}

/** Why a file cannot be had, in the words of the C library. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

function directory(mode = 0o755): FakeEntry {
  return { kind: 'directory', mode, modified: Date.now() };
}

/** Absolute, without `.`, `..`, doubled or trailing slashes. */
export function normalise(path: string, from = '/'): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${from}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

export function baseName(path: string): string {
  return normalise(path).split('/').at(-1) ?? '';
}
