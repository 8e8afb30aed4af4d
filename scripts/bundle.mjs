/**
 * The second half of a package's build, run in its folder: one file of all modules, which node loads several times
 * faster than some hundreds of small ones. Dependencies stay imports; what is loaded lazily stays apart.
 *
 * The bundle lies one folder below `dist`, as every module does, so that `import.meta.url` means the same in both.
 */
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

/** @type {{ exports: Record<string, string | Record<string, string>> }} */
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const entryPoints = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [entry['@docktopus/source'] ?? []].flat(),
);
// Parts of an earlier bundle have other names.
rmSync('dist/bundle', { recursive: true, force: true });

await build({
  entryPoints,
  outbase: 'src',
  outdir: 'dist/bundle',
  tsconfig: 'tsconfig.build.json',
  conditions: [],
  bundle: true,
  packages: 'external',
  format: 'esm',
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
});
