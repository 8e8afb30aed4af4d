import { posix } from 'node:path';
import { LAYERS } from './layers.mjs';

/**
 * Which part of the source may import what. A file is named from the root of the repository, with `/`.
 * Tests beside the code, and their fixtures, are free: they may reach for whatever they test with.
 */

/** A library that is hidden behind one folder. */
const HIDDEN_BEHIND = [
  { library: 'dockerode', folder: 'packages/core/src/engine/' },
  { library: 'tsyringe', folder: 'packages/core/src/di/' },
  { library: 'bullmq', folder: 'packages/queue/src/bull/' },
  { library: 'libsql', folder: 'packages/queue/src/sqlite/driver/' },
  { library: 'node:sqlite', folder: 'packages/queue/src/sqlite/driver/' },
];

/** What a package may import of the others. */
const PACKAGE_ARROWS = /** @type {Record<string, string[]>} */ ({
  core: [],
  compose: ['core'],
  runner: ['core'],
  queue: ['core', 'runner'],
  testing: ['core', 'runner'],
  dashboard: ['core', 'runner'],
  nestjs: ['core', 'runner'],
  fastify: ['core', 'runner'],
  cli: ['core', 'runner', 'dashboard', 'compose', 'queue'],
  'create-docktopus': [],
});

/**
 * The complaints about one file; empty when its imports are fine.
 *
 * @param {string} file
 * @param {string} source
 * @returns {string[]}
 */
export function boundaryProblems(file, source) {
  if (!/^packages\/[^/]+\/src\//.test(file) || /\.(test|fixture)\.ts$/.test(file)) return [];
  return importsOf(source).flatMap((specifier) =>
    [hiddenLibrary(file, specifier), packageArrow(file, specifier), wrongLayer(file, specifier)].flatMap(
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

/** The first room with an order in which the import goes up. @param {string} file @param {string} specifier */
function wrongLayer(file, specifier) {
  if (!specifier.startsWith('.')) return undefined;
  const imported = posix.join(posix.dirname(file), specifier);
  return Object.entries(LAYERS)
    .map(([room, layers]) => arrowIn(room, layers, file, imported))
    .find((problem) => problem !== undefined);
}

/** @param {string} room @param {readonly (readonly string[])[]} layers @param {string} file @param {string} imported */
function arrowIn(room, layers, file, imported) {
  const [from, to] = [folderIn(room, file), folderIn(room, imported)];
  if (from === undefined || to === undefined || from === to) return undefined;
  const layerOf = (/** @type {string} */ folder) => layers.findIndex((layer) => layer.includes(folder));
  const [fromLayer, toLayer] = [layerOf(from), layerOf(to)];
  if (fromLayer === -1 || toLayer === -1)
    return `give the folder ${fromLayer === -1 ? from : to} of ${room} a place in scripts/lint/layers.mjs`;
  return toLayer < fromLayer ? undefined : `${from} may not import ${to}: arrows go down only`;
}

/** The folder of `room` that `file` is in, at any depth. @param {string} room @param {string} file */
function folderIn(room, file) {
  if (!file.startsWith(`${room}/`)) return undefined;
  const [folder, ...rest] = file.slice(room.length + 1).split('/');
  return rest.length === 0 ? undefined : folder;
}
