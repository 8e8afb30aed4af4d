import { cp } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const WATCHER = ['watcher-main.mjs', 'watcher-engine.mjs', 'process-start.mjs'];

/**
 * Bundles programs with the packages' source, because a test starts them dozens of times and compiling takes longer
 * than what is tested: `FOLDER/bundle/NAME.mjs` for each. The watcher's program lies where a bundle of core looks for it.
 */
export async function bundleFromSource(programs: readonly string[], folder: string): Promise<void> {
  await build({
    entryPoints: [...programs],
    outdir: join(folder, 'bundle'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@docktopus/source'],
    tsconfig: resolve('tsconfig.run.json'),
    plugins: [dependenciesWhereTheyAre],
  });
  for (const file of WATCHER) {
    await cp(resolve('packages/core/src/ownership', file), join(folder, 'ownership', basename(file)));
  }
}

/** Dependencies are not bundled, but found as seen from the file that imports them. */
const dependenciesWhereTheyAre: Plugin = {
  name: 'dependencies-where-they-are',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'seen' || path.startsWith('@docktopus/') || path.startsWith('node:'))
        return undefined;
      const found = await esbuild.resolve(path, { ...from, pluginData: 'seen' });
      return found.external ? found : { ...found, external: true };
    });
  },
};
