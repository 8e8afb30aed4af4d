/**
 * Which part of the source may import what. A file is named from the root of the repository, with `/`.
 * Tests beside the code are free: they may reach for whatever they test with.
 */

/** The layers of core, lowest first; folders on one line do not see each other. */
const CORE_LAYERS = [
  ['errors', 'json', 'labels', 'secrets'],
  ['input'],
  ['scope', 'archive', 'text'],
  ['dockerfile'],
  ['engine', 'di'],
  ['status', 'progress'],
  ['container'],
  ['ownership', 'config', 'pool'],
  ['family'],
  ['context'],
];

/** A library that is hidden behind one folder. */
const HIDDEN_BEHIND = [
  { library: 'dockerode', folder: 'packages/core/src/engine/' },
  { library: 'tsyringe', folder: 'packages/core/src/di/' },
];

/** What a package may import of the others. */
const PACKAGE_ARROWS = /** @type {Record<string, string[]>} */ ({
  core: [],
  runner: ['core'],
  testing: ['core'],
});

/**
 * The complaints about one file; empty when its imports are fine.
 *
 * @param {string} file
 * @param {string} source
 * @returns {string[]}
 */
export function boundaryProblems(file, source) {
  if (!/^packages\/[^/]+\/src\//.test(file) || file.endsWith('.test.ts')) return [];
  return importsOf(source).flatMap((specifier) =>
    [hiddenLibrary(file, specifier), packageArrow(file, specifier), coreLayer(file, specifier)].flatMap(
      (problem) => (problem ? [`${file}: imports '${specifier}': ${problem}`] : []),
    ),
  );
}

/** @param {string} source */
export function importsOf(source) {
  const withoutComments = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const pattern = /\b(?:from|import|import\s*\()\s*(['"])([^'"\n]+)\1/g;
  return [...withoutComments.matchAll(pattern)].map((match) => match[2] ?? '');
}

/** @param {string} file @param {string} specifier */
function hiddenLibrary(file, specifier) {
  const rule = HIDDEN_BEHIND.find(
    ({ library }) => specifier === library || specifier.startsWith(`${library}/`),
  );
  return rule && !file.startsWith(rule.folder) ? `only ${rule.folder} may` : undefined;
}

/** @param {string} file @param {string} specifier */
function packageArrow(file, specifier) {
  const from = file.split('/')[1] ?? '';
  const to = /^@docktopus\/([^/]+)/.exec(specifier)?.[1];
  if (to === undefined) return /(^|\/)packages\//.test(specifier) ? 'use the name of the package' : undefined;
  return PACKAGE_ARROWS[from]?.includes(to) ? undefined : `${from} may not import ${to}`;
}

/** @param {string} file @param {string} specifier */
function coreLayer(file, specifier) {
  const prefix = 'packages/core/src/';
  if (!file.startsWith(prefix) || !specifier.startsWith('.')) return undefined;
  const from = topFolder(file.slice(prefix.length));
  const to = topFolder(new URL(specifier, `file:///${file}`).pathname.slice(prefix.length + 1));
  if (from === undefined || to === undefined || from === to) return undefined;
  const [fromLayer, toLayer] = [layerOf(from), layerOf(to)];
  if (fromLayer < 0 || toLayer < 0)
    return `give the folder ${fromLayer < 0 ? from : to} a place in CORE_LAYERS`;
  return toLayer < fromLayer ? undefined : `${from} may not import ${to}: arrows go down only`;
}

/** @param {string} path */
function topFolder(path) {
  return path.includes('/') ? path.split('/')[0] : undefined;
}

/** @param {string} folder */
function layerOf(folder) {
  return CORE_LAYERS.findIndex((layer) => layer.includes(folder));
}
