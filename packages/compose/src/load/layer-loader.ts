import { dirname, join } from 'node:path';
import { PROJECT } from '../schema/index.ts';
import {
  childPath,
  EMPTY_MAP,
  entryOf,
  isMap,
  isNull,
  list,
  type MapNode,
  type Problems,
  type TreeNode,
  textOf,
  withEntry,
} from '../tree/index.ts';
import { parseYaml } from '../yaml/index.ts';
import { canonicalTree } from './canonical-tree.ts';
import { checkTree } from './check-tree.ts';
import { dedupeTree } from './dedupe-tree.ts';
import { defaultTree } from './default-tree.ts';
import { readEnvFiles } from './env-files.ts';
import { applyExtends } from './extends.ts';
import type { FileAccess } from './file-access.ts';
import { interpolateTree } from './interpolate-tree.ts';
import type { Document, Environment, LayerReader, Scope, SourceFile } from './layer.ts';
import type { LoadSteps } from './load-steps.ts';
import { mergeTrees } from './merge-tree.ts';
import { withValues } from './normalize-tree.ts';
import { absolutePath, resolvePaths } from './resolve-paths.ts';
import { takeTags, withoutPaths } from './tags.ts';

const MAX_INCLUDES = 50;

/** Reads files into one tree: documents, includes, extended services, each in the scope of its own file. */
export class LayerLoader implements LayerReader {
  readonly files: FileAccess;
  readonly problems: Problems;
  readonly unset = new Set<string>();
  readonly #steps: LoadSteps;
  #includes = 0;

  constructor(files: FileAccess, problems: Problems, steps: LoadSteps) {
    this.files = files;
    this.problems = problems;
    this.#steps = steps;
  }

  /** The merged tree of `sources` in canonical form, paths made absolute. */
  async load(sources: readonly SourceFile[], scope: Scope, above: readonly string[] = []): Promise<MapNode> {
    let merged: MapNode = EMPTY_MAP;
    for (const source of sources)
      merged = await this.#loadFile(source, merged, scope, [...above, source.name]);
    const defaulted = defaultTree(merged, PROJECT) as MapNode;
    const resolved =
      this.#steps.paths || above.length > 0 ? resolvePaths(defaulted, PROJECT, scope) : defaulted;
    return withEnvironment(resolved as MapNode, scope.environment);
  }

  /** The documents of a file, interpolated; a file that is no mapping is a problem. */
  documents(source: SourceFile, environment: Environment): readonly Document[] {
    return parseYaml(source.content, source.name, this.problems).flatMap((document) => {
      const { node, resets } = takeTags(document);
      const interpolated = interpolateTree(node, PROJECT, {
        variables: (name) => environment.get(name),
        problems: this.problems,
        unset: this.unset,
      });
      if (isMap(interpolated)) return [{ node: interpolated, resets }];
      this.problems.add(source.name, interpolated, { expected: 'a mapping with services' });
      return [];
    });
  }

  /** A document in canonical form, unchecked: an extended file's other services do not matter. */
  canonical(node: MapNode): MapNode {
    return withoutEmptyDns(canonicalTree(dedupeTree(node, PROJECT), PROJECT) as MapNode);
  }

  async #loadFile(
    source: SourceFile,
    before: MapNode,
    scope: Scope,
    way: readonly string[],
  ): Promise<MapNode> {
    let merged = before;
    for (const { node, resets } of this.documents(source, scope.environment)) {
      const included = await this.#include(node, scope, way);
      const extended = await applyExtends(withEntry(included, 'include', undefined), {
        loader: this,
        source,
        scope,
        resets,
      });
      const joined = mergeTrees(withoutPaths(merged, resets), extended, PROJECT, this.problems) as MapNode;
      const deduped = dedupeTree(joined, PROJECT) as MapNode;
      const canonical = canonicalTree(deduped, PROJECT) as MapNode;
      if (this.#steps.check) checkTree(canonical, PROJECT, this.problems);
      merged = withoutEmptyDns(dedupeTree(canonical, PROJECT) as MapNode);
    }
    return merged;
  }

  /** What the `include`s of a document bring in; its own entries of the same names contradict them. */
  async #include(node: MapNode, scope: Scope, way: readonly string[]): Promise<MapNode> {
    const entries = canonicalTree(node.entries.get('include') ?? list([]), PROJECT_INCLUDE);
    if (isNull(entries)) return node;
    if (entries.kind !== 'list') {
      this.problems.add('include', entries, { expected: 'a list of paths' });
      return node;
    }
    checkTree(entries, PROJECT_INCLUDE, this.problems, 'include');
    let result = node;
    for (const [index, entry] of entries.items.entries()) {
      const path = childPath('include', index);
      if (++this.#includes > MAX_INCLUDES) {
        this.problems.add(path, entry, {
          got: `${this.#includes} includes`,
          expected: `at most ${MAX_INCLUDES}`,
        });
        return result;
      }
      const imported = await this.#includeOne(entry, path, scope, way);
      if (imported !== undefined) result = this.#import(result, imported);
    }
    return result;
  }

  async #includeOne(
    entry: TreeNode,
    key: string,
    scope: Scope,
    way: readonly string[],
  ): Promise<MapNode | undefined> {
    const sources: SourceFile[] = [];
    for (const node of listOf(entryOf(entry, 'path'))) {
      const text = textOf(node) ?? '';
      const path = absolutePath(text, scope);
      if (/^[a-z][a-z0-9+.-]*:|^git@/.test(text)) {
        this.problems.add(key, node, { expected: 'a path', because: 'files from elsewhere are not loaded' });
        return undefined;
      }
      if (way.includes(path)) {
        this.problems.add(key, node, {
          got: [...way, path].join(' → '),
          expected: 'includes without a circle',
        });
        return undefined;
      }
      const content = await this.files.read(path, node, key);
      if (content === undefined) return undefined;
      sources.push({ name: path, content });
    }
    const [first] = sources;
    if (first === undefined) return undefined;
    const given = textOf(entryOf(entry, 'project_directory'));
    const directory = given === undefined ? dirname(first.name) : absolutePath(given, scope);
    const environment = await this.#includeEnvironment(entry, key, directory, scope);
    return this.load(sources, { ...scope, directory, environment }, way);
  }

  async #includeEnvironment(
    entry: TreeNode,
    key: string,
    directory: string,
    scope: Scope,
  ): Promise<Environment> {
    const given = listOf(entryOf(entry, 'env_file'));
    const usual = join(directory, '.env');
    const paths =
      given.length > 0
        ? given.flatMap((node) =>
            textOf(node) === '/dev/null' ? [] : [{ path: absolutePath(textOf(node) ?? '', scope), at: node }],
          )
        : (await this.files.isFile(usual))
          ? [{ path: usual, at: entry }]
          : [];
    const found = await readEnvFiles(paths, scope.environment, this.files, this.problems, key);
    return new Map([...found, ...scope.environment]);
  }

  #import(node: MapNode, imported: MapNode): MapNode {
    let result = node;
    for (const key of ['services', 'volumes', 'networks', 'secrets', 'configs', 'models']) {
      const from = imported.entries.get(key);
      if (!isMap(from)) continue;
      const to = result.entries.get(key);
      const entries = new Map(isMap(to) ? to.entries : []);
      for (const [name, value] of from.entries) {
        const own = entries.get(name);
        if (own !== undefined && !sameData(own, value)) {
          this.problems.add(childPath(key, name), own, {
            got: 'an entry of the same name as an included one',
            expected: 'another name',
            hint: 'to change what is included, give the include a second path with an override file',
          });
        }
        entries.set(name, own ?? value);
      }
      result = withEntry(result, key, { ...(isMap(to) ? to : from), entries });
    }
    return result;
  }
}

const PROJECT_INCLUDE = (PROJECT as unknown as { keys: { include: typeof PROJECT } }).keys.include;

function listOf(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** `dns: ${UNSET}` says nothing. */
function withoutEmptyDns(root: MapNode): MapNode {
  const services = root.entries.get('services');
  if (!isMap(services)) return root;
  const entries = new Map(
    [...services.entries].map(([name, service]) => {
      const dns = entryOf(service, 'dns');
      if (!isMap(service) || dns?.kind !== 'list') return [name, service] as const;
      const items = dns.items.filter((item) => textOf(item) !== '');
      return [
        name,
        items.length === dns.items.length ? service : withEntry(service, 'dns', { ...dns, items }),
      ] as const;
    }),
  );
  return withEntry(root, 'services', { ...services, entries });
}

/** Names without a value in a service's environment get the one of the file's own scope. */
function withEnvironment(root: MapNode, environment: Environment): MapNode {
  const services = root.entries.get('services');
  if (!isMap(services)) return root;
  const entries = [...services.entries].map(([name, service]) => {
    const own = entryOf(service, 'environment');
    if (!isMap(service) || own === undefined) return [name, service] as const;
    return [
      name,
      withEntry(
        service,
        'environment',
        withValues(own, (key) => environment.get(key), true),
      ),
    ] as const;
  });
  return withEntry(root, 'services', { ...services, entries: new Map(entries) });
}

function sameData(a: TreeNode, b: TreeNode): boolean {
  if (a.kind === 'scalar' || b.kind === 'scalar')
    return a.kind === b.kind && (a as { value: unknown }).value === (b as { value: unknown }).value;
  if (a.kind === 'list' && b.kind === 'list') {
    return (
      a.items.length === b.items.length && a.items.every((item, index) => sameData(item, b.items[index]!))
    );
  }
  if (a.kind !== 'map' || b.kind !== 'map' || a.entries.size !== b.entries.size) return false;
  return [...a.entries].every(([key, value]) => {
    const other = b.entries.get(key);
    return other !== undefined && sameData(value, other);
  });
}
