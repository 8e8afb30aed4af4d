import { posix } from 'node:path';
import { importsOf } from './import-boundaries.mjs';

/** @typedef {{ file: string, source: string }} SourceFile */
/** @typedef {{ from: string, to: string }} Import */

/**
 * The circles among the entries of each folder: its folders, and the files that lie directly in it. Imports of types
 * count, and so does everything below a folder. Tests are free.
 *
 * @param {readonly SourceFile[]} files
 * @returns {{ folder: string, circles: string[][] }[]}
 */
export function circlesIn(files) {
  const imports = files.flatMap(importsOfFile);
  const folders = new Set(files.flatMap(({ file }) => foldersOf(file)));
  return [...folders].sort().flatMap((folder) => {
    const circles = circlesOf(graphIn(folder, imports));
    return circles.length === 0 ? [] : [{ folder, circles }];
  });
}

/** @param {SourceFile} file @returns {Import[]} */
function importsOfFile({ file, source }) {
  if (!isCode(file)) return [];
  return importsOf(source)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => ({ from: file, to: posix.join(posix.dirname(file), specifier) }));
}

/** @param {string} file */
function isCode(file) {
  return /^packages\/[^/]+\/src\//.test(file) && !/\.(test|fixture)\.ts$/.test(file);
}

/** The folders that `file` is in, up to the `src` of its package. @param {string} file */
function foldersOf(file) {
  if (!isCode(file)) return [];
  const [packages, name, src, ...path] = file.split('/');
  return path.map((_, depth) => [packages, name, src, ...path.slice(0, depth)].join('/'));
}

/** Which entry of `folder` imports which others. @param {string} folder @param {readonly Import[]} imports */
function graphIn(folder, imports) {
  /** @type {Map<string, Set<string>>} */
  const graph = new Map();
  for (const { from, to } of imports) {
    const [a, b] = [entryIn(folder, from), entryIn(folder, to)];
    if (a === undefined || b === undefined || a === b) continue;
    graph.set(a, (graph.get(a) ?? new Set()).add(b));
  }
  return graph;
}

/** @param {string} folder @param {string} file */
function entryIn(folder, file) {
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1).split('/')[0] : undefined;
}

/**
 * Groups of entries that can all be reached from each other (Tarjan's strongly connected components).
 *
 * @param {ReadonlyMap<string, ReadonlySet<string>>} graph
 */
function circlesOf(graph) {
  /** @type {Map<string, { index: number, low: number, onStack: boolean }>} */
  const marks = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const circles = [];
  /** @param {string} node */
  const visit = (node) => {
    const mark = { index: marks.size, low: marks.size, onStack: true };
    marks.set(node, mark);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      const known = marks.get(next) ?? visit(next);
      if (known.onStack) mark.low = Math.min(mark.low, known.low);
    }
    if (mark.low === mark.index) {
      const circle = stack.splice(stack.indexOf(node));
      for (const member of circle) /** @type {{ onStack: boolean }} */ (marks.get(member)).onStack = false;
      if (circle.length > 1) circles.push(circle.sort());
    }
    return mark;
  };
  for (const node of graph.keys()) if (!marks.has(node)) visit(node);
  return circles;
}
