/**
 * The second half of a package's build, run in its folder: one file of all modules, which node loads several times
 * faster than some hundreds of small ones. Dependencies stay imports, except those that are named as arguments; what
 * is loaded lazily stays apart.
 *
 * Nothing in it may read `import.meta.url`, which means nothing in the bundle of an application.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { build } from 'esbuild';

/** @type {{ exports: Record<string, string | Record<string, string>>, bin?: object, dependencies?: Record<string, string> }} */
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const entryPoints = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [entry['@docktopus/source'] ?? []].flat(),
);
if (manifest.bin !== undefined) entryPoints.push('src/index.ts');

const inlined = process.argv.slice(2);

/**
 * What an inlined CommonJS module requires is an import of the bundle: a bundler that puts our bundle into one of ECMAScript
 * modules cannot resolve a `require`.
 *
 * @type {import('esbuild').Plugin}
 */
const dependencies = {
  name: 'dependencies',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
      if (kind === 'entry-point') return undefined;
      if (isBuiltin(path)) {
        return kind === 'require-call' ? { path, namespace: 'builtin' } : { path, external: true };
      }
      // What an inlined package needs is inlined as well, unless the package has it as a dependency of its own.
      const ofInlined = importer.includes('/node_modules/') && !(packageOf(path) in dependenciesOfPackage);
      if (ofInlined || inlined.includes(packageOf(path))) return undefined;
      return kind === 'require-call' ? { path, namespace: 'required' } : { path, external: true };
    });
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `export * from ${JSON.stringify(path)};`,
      resolveDir: process.cwd(),
    }));
  },
};

/** @type {Record<string, string>} */
const dependenciesOfPackage = manifest.dependencies ?? {};

/** `'@hono/node-server'` of `'@hono/node-server/utils/response'`. @param {string} specifier */
function packageOf(specifier) {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

// Parts of an earlier bundle have other names.
rmSync('dist/bundle', { recursive: true, force: true });

const { metafile } = await build({
  entryPoints,
  outbase: 'src',
  outdir: 'dist/bundle',
  tsconfig: 'tsconfig.build.json',
  conditions: [],
  bundle: true,
  plugins: [dependencies],
  metafile: true,
  format: 'esm',
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
});

for (const file of Object.keys(metafile.outputs)) withoutBareImports(file);
writeLicences(Object.keys(metafile.inputs));

/**
 * The parts of a bundle import each other for an order of side effects that no module here has. Bundlers warn of that,
 * because the manifest says so. @param {string} file
 */
function withoutBareImports(file) {
  if (!file.endsWith('.js')) return;
  const code = readFileSync(file, 'utf8');
  writeFileSync(file, code.replace(/^import "\.{1,2}\/[^"]+";$/gm, ''));
}

/** The licences of what is inlined, beside the bundle. @param {string[]} inputs */
function writeLicences(inputs) {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? '' : `\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}`;
    return `${name} ${version} (${license})${text}\n`;
  });
  if (texts.length > 0) writeFileSync('dist/bundle/LICENCES.txt', texts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** The folder of the package in `node_modules` that a file belongs to. @param {string} file */
function packageFolder(file) {
  if (!file.includes('/node_modules/') || file.includes(':')) return undefined;
  let folder = dirname(file);
  while (!existsSync(`${folder}/package.json`) || !isPackage(`${folder}/package.json`))
    folder = dirname(folder);
  return folder;
}

/** Some packages have further manifests in them, which say only what kind of modules a folder holds. @param {string} file */
function isPackage(file) {
  return JSON.parse(readFileSync(file, 'utf8')).version !== undefined;
}
