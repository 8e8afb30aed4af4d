/**
 * `node scripts/embed-watcher.mjs`: writes the watcher of core, bundled, into a module as a text. A bundle of an application
 * holds it then, and nothing has to lie beside the bundle. A unit test says when it is out of date.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('../packages/core/src/ownership', import.meta.url));

/** The module that holds the watcher as a text. */
export async function watcherModule() {
  const { outputFiles } = await build({
    entryPoints: [`${folder}/watcher-main.mjs`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minifyWhitespace: true,
  });
  const program = outputFiles[0]?.text.trim() ?? '';
  return [
    '// Written by scripts/embed-watcher.mjs from watcher-main.mjs: change that, and run the script again.',
    '',
    '/** The program of the watcher process, which node reads from its stdin. */',
    '// biome-ignore format: generated',
    `export const WATCHER_PROGRAM = ${JSON.stringify(program)};`,
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(`${folder}/watcher-program.ts`, await watcherModule());
}
