import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DocktopusError } from '@docktopus/core';

export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Its name holds a hash of its content. */
  readonly immutable: boolean;
}

/** Where the build puts the page: the same place as seen from the source and from the bundle. */
function pageFolder(): string {
  return fileURLToPath(new URL('../../dist/page/', import.meta.url));
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * All files of the page, by path below its folder; they are few and small, so a request reads no disk.
 *
 * @throws DocktopusError `dashboard.no-page` when they are not where the package has them.
 */
export async function readPageFiles(folder = pageFolder()): Promise<ReadonlyMap<string, PageFile>> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const files = await Promise.all(
      paths.map(async (path): Promise<[string, PageFile]> => {
        const name = relative(folder, path).split(sep).join('/');
        const type = TYPES[extname(name)] ?? 'application/octet-stream';
        return [
          name,
          { body: new Uint8Array(await readFile(path)), type, immutable: name.startsWith('assets/') },
        ];
      }),
    );
    return new Map(files);
  } catch (error) {
    throw new DocktopusError('dashboard.no-page', {
      operation: 'dashboard',
      subject: folder,
      reason: 'the files of the page cannot be read',
      hint: 'Install @docktopus/dashboard beside the program; when you bundle the program, leave it out of the bundle',
      cause: error,
    });
  }
}
