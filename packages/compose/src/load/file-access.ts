import { isUtf8 } from 'node:buffer';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { isDocktopusError } from '@docktopus/core';
import { readTextFile } from '@docktopus/core/kit';
import type { Place, Problems, TreeNode } from '../tree/index.ts';

/** More than a Compose file, an env file or a config of people's own has. */
const MAX_BYTES = 2 * 1024 * 1024;

/** Reads what a Compose file names, and nothing outside of the folders that it may. */
export class FileAccess {
  readonly #roots: readonly string[];
  readonly #problems: Problems;

  private constructor(roots: readonly string[], problems: Problems) {
    this.#roots = roots;
    this.#problems = problems;
  }

  /** `folders` are given by the author; a link in a project may not lead out of them. */
  static async within(folders: readonly string[], problems: Problems): Promise<FileAccess> {
    const roots = await Promise.all(folders.map((folder) => realpath(folder).catch(() => resolve(folder))));
    return new FileAccess(roots, problems);
  }

  async isFile(path: string): Promise<boolean> {
    return stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
  }

  /** The text of a file; nothing, and a problem, when it cannot or may not be read. */
  async read(path: string, at: TreeNode | Place | undefined, key: string): Promise<string | undefined> {
    const real = await realpath(path).catch(() => undefined);
    // Whether a file outside is there is not told either.
    const folder = real ?? resolve(await realpath(dirname(path)).catch(() => dirname(path)), basename(path));
    if (!this.#roots.some((root) => isWithin(folder, root))) {
      this.#problems.add(key, at, {
        got: path,
        expected: `a file in ${this.#roots.join(' or ')}`,
        because: 'a Compose file may read its project only',
        hint: 'name further folders in allowFiles',
      });
      return undefined;
    }
    if (real === undefined) {
      this.#problems.add(key, at, { got: path, expected: 'a file that is there' });
      return undefined;
    }
    return readText(real, (got, expected) => this.#problems.add(key, at, { got, expected }));
  }
}

/** The text of a file of at most 2 MiB. */
export async function readText(
  path: string,
  refuse: (got: string, expected: string) => void,
): Promise<string | undefined> {
  try {
    const text = await readTextFile(path, 'compose.load', MAX_BYTES);
    // The decoder puts this character where bytes are not UTF-8, but a valid file may contain it too.
    if (!text.includes('\ufffd') || isUtf8(await readFile(path))) return text;
    refuse(`${path}, which is not all UTF-8`, 'a file in UTF-8');
    return undefined;
  } catch (error) {
    if (isDocktopusError(error, 'path.invalid'))
      refuse(`${path} with more bytes`, `a file of at most ${MAX_BYTES} bytes`);
    else refuse(`${path} (${(error as { code?: string }).code})`, 'a file that can be read');
  }
  return undefined;
}

function isWithin(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
