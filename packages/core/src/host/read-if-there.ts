import { hostError } from './host-error.ts';
import { readTextFile } from './read-text-file.ts';

/**
 * The text of a file; `undefined` if there is none.
 *
 * @throws DocktopusError `path.denied` and the like when there is one that cannot be read.
 */
export async function readIfThere(path: string, operation: string): Promise<string | undefined> {
  try {
    return await readTextFile(path, operation);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw hostError(error, { operation, path, to: 'read' });
  }
}
