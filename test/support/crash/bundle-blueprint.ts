import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const core = join(root, 'packages/core');
const WATCHER = ['watcher-main.mjs', 'watcher-engine.mjs', 'process-start.mjs'];

/**
 * crash-blueprint.ts and the packages' source in one file, because a test starts it dozens of times and compiling it
 * takes longer than what is tested. It lies where core's dependencies are found, and the watcher's program where a
 * bundle of core looks for it.
 */
export async function bundleBlueprint(): Promise<string> {
  const folder = await mkdtemp(join(core, 'node_modules/.crash-'));
  const outfile = join(folder, 'bundle/crash-blueprint.mjs');
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    await readFile(join(core, 'package.json'), 'utf8'),
  );
  await build({
    entryPoints: [fileURLToPath(new URL('./crash-blueprint.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@docktopus/source'],
    tsconfig: join(root, 'tsconfig.run.json'),
    external: Object.keys(manifest.dependencies),
  });
  for (const file of WATCHER)
    await cp(join(core, 'src/ownership', file), join(folder, 'ownership', basename(file)));
  return outfile;
}
