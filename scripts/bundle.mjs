/**
 * The second half of a package's build, run in its folder: one file of all modules, which node loads several times
 * faster than some hundreds of small ones. Dependencies stay imports, except those that are named as arguments; what
 * is loaded lazily stays apart.
 *
 * The bundle lies one folder below `dist`, as every module does, so that `import.meta.url` means the same in both.
 */
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

/** @type {{ exports: Record<string, string | Record<string, string>>, bin?: object }} */
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const entryPoints = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [entry['@docktopus/source'] ?? []].flat(),
);
if (manifest.bin !== undefined) entryPoints.push('src/index.ts');

const inlined = process.argv.slice(2);

/** @type {import('esbuild').Plugin} */
const dependencies = {
  name: 'dependencies',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      const name = path.startsWith('@') ? path.split('/', 2).join('/') : path.split('/', 1)[0];
      return kind === 'entry-point' || inlined.includes(name ?? '') ? undefined : { path, external: true };
    });
  },
};

/** What an inlined CommonJS module requires of node. */
const requireForInlined =
  "import { createRequire as createRequireForInlined } from 'node:module';\nconst require = createRequireForInlined(import.meta.url);";

// Parts of an earlier bundle have other names.
rmSync('dist/bundle', { recursive: true, force: true });

await build({
  entryPoints,
  outbase: 'src',
  outdir: 'dist/bundle',
  tsconfig: 'tsconfig.build.json',
  conditions: [],
  bundle: true,
  plugins: [dependencies],
  banner: inlined.length === 0 ? {} : { js: requireForInlined },
  format: 'esm',
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
});
