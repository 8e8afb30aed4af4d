/**
 * The second half of a package's build, run in its folder: one file of all modules, which node loads several times
 * faster than some hundreds of small ones. Dependencies stay imports, except those that are named as arguments; what
 * is loaded lazily stays apart.
 *
 * Nothing in it may read `import.meta.url`, which means nothing in the bundle of an application.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, resolve } from 'node:path';
import { build } from 'esbuild';

/** @type {{ exports: Record<string, string | Record<string, string>>, bin?: object, dependencies?: Record<string, string> }} */
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const entryPoints = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [entry['@docktopus/source'] ?? []].flat(),
);
if (manifest.bin !== undefined) entryPoints.push('src/index.ts');
if (existsSync('src/preload.ts')) entryPoints.push('src/preload.ts');

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

/**
 * What of a library is loaded at once is one file, however many parts load it later as well: every part imports the main
 * entry point, so that all that it needs of it lies in the same chunk. A program runs as soon as it is imported, so its parts
 * do not.
 *
 * @type {import('esbuild').Plugin}
 */
const oneEagerChunk = {
  name: 'one-eager-chunk',
  setup({ onResolve, onLoad }) {
    const main = resolve(entryPoints[0] ?? '');
    /** @type {Set<string>} */
    const late = new Set(hasLateParts() ? entryPoints.slice(1).map((entry) => resolve(entry)) : []);
    onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
      if (kind === 'dynamic-import') late.add(resolve(resolveDir, path));
      return undefined;
    });
    const mainPath = () => ({ path: main, sideEffects: true });
    onResolve({ filter: /^the-main-entry-point$/ }, mainPath);
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === 'entry-point' && resolve(path) === main ? mainPath() : undefined,
    );
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const source = pastIndexes(path, readFileSync(path, 'utf8'));
      const joins = manifest.bin === undefined && late.has(path) && path !== main;
      const contents = joins ? `${source}\nimport 'the-main-entry-point';` : source;
      return { contents, loader: 'ts' };
    });
  },
};

/** Whether the package loads some of its own files later; without such parts, each entry point keeps to what it needs. */
function hasLateParts() {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.(?:test|fixture))\.ts$/.test(file))
    .some((file) => /\bimport\('\./.test(readFileSync(`src/${file}`, 'utf8')));
}

/**
 * The source with each import from a room's index taken from the file itself that the index names: the bundler takes all of
 * an index along, whatever is imported of it. Lines keep their numbers. @param {string} file @param {string} source
 */
function pastIndexes(file, source) {
  const pattern = /^(import|export) \{([^}]*)\} from '(\.[^']*\/index\.ts)';$/gm;
  return source.replace(pattern, (statement, word, names, index) => {
    const exported = exportsOf(resolve(dirname(file), index));
    const imports = splitNames(names).map((name) => {
      const target = exported.get(name.split(' as ')[0] ?? name);
      return target === undefined ? undefined : `${word} { ${name} } from ${JSON.stringify(target)};`;
    });
    if (imports.includes(undefined)) return statement;
    return imports.join(' ') + statement.replace(/[^\n]/g, '');
  });
}

/** @type {Map<string, Map<string, string>>} */
const indexes = new Map();

/** The files that an index exports values from, by name. @param {string} index @returns {Map<string, string>} */
function exportsOf(index) {
  const known = indexes.get(index);
  if (known !== undefined) return known;
  /** @type {Map<string, string>} */
  const exported = new Map();
  indexes.set(index, exported);
  const statements = readFileSync(index, 'utf8').matchAll(/^export \{([^}]*)\} from '(\.[^']*)';$/gm);
  for (const [, names = '', from = ''] of statements) {
    const file = resolve(dirname(index), from);
    for (const name of splitNames(names)) {
      if (name.includes(' as ')) continue;
      exported.set(name, (from.endsWith('/index.ts') ? exportsOf(file).get(name) : undefined) ?? file);
    }
  }
  return exported;
}

/** The values of a list of imports or exports, without its types. @param {string} list */
function splitNames(list) {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '));
}

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
  plugins: [oneEagerChunk, dependencies],
  metafile: true,
  format: 'esm',
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  // Names stay: classes print them. Fewer bytes load faster.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 200,
  logLevel: 'warning',
});

for (const file of Object.keys(metafile.outputs)) forBundlersOfApplications(file);
writeLicences(Object.keys(metafile.inputs));

/**
 * What a bundler of an application would warn of. The parts of a bundle import each other for an order of side effects that
 * no module here has, and the manifest says so. An import whose path is known when it runs is of a file that stays as it
 * is: the source says that to bundlers, in comments that are left out together with the white space.
 *
 * @param {string} file
 */
function forBundlersOfApplications(file) {
  if (!file.endsWith('.js')) return;
  // Source maps count columns.
  const blank = (/** @type {string} */ statement) => ' '.repeat(statement.length);
  const code = readFileSync(file, 'utf8')
    .replace(/(?<=^|;)import ?"\.{1,2}\/[\w./-]+";/gm, blank)
    .replace(/\bimport\((?=[\w$])/g, 'import(/* webpackIgnore: true */ /* @vite-ignore */ ');
  writeFileSync(file, code);
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
