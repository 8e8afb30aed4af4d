import { readFile } from 'node:fs/promises';
import { hostError } from './host-error.ts';

/**
 * The text of a file; `undefined` if there is none.
 *
 * @throws DocktopusError `path.denied` and the like when there is one that cannot be read.
 */
export async function readIfThere(path: string, operation: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw hostError(error, { operation, path, to: 'read' });
  }
}
