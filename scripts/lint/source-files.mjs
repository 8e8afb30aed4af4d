import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', '.cache']);

/**
 * Every .ts, .tsx and .mjs file under these folders of the repository.
 *
 * @param {string} root
 * @param {readonly string[]} folders
 * @returns {Generator<{ file: string, source: string }>}
 */
export function* sourceFiles(root, folders) {
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* sourceFiles(root, [file]);
      else if (/\.(tsx?|mjs)$/.test(entry.name))
        yield { file, source: readFileSync(join(root, file), 'utf8') };
    }
  }
}
