import { dirname } from 'node:path';
import { PROJECT, SERVICE } from '../schema/index.ts';
import {
  childPath,
  entryOf,
  isMap,
  isNull,
  type MapNode,
  type TreeNode,
  textOf,
  withEntry,
} from '../tree/index.ts';
import type { LayerReader, Scope, SourceFile } from './layer.ts';
import { mergeTrees } from './merge-tree.ts';
import { absolutePath, resolvePaths } from './resolve-paths.ts';
import { type KeyPath, withoutPaths } from './tags.ts';

/** The file whose services are being extended. */
export interface ExtendsContext {
  readonly loader: LayerReader;
  readonly source: SourceFile;
  readonly scope: Scope;
  /** What the file takes away from the services that its own extend. */
  readonly resets: readonly KeyPath[];
}

const MAX_DEPTH = 20;

/** Services that extend another one become whole: the other's settings under their own. */
export async function applyExtends(root: MapNode, context: ExtendsContext): Promise<MapNode> {
  const services = root.entries.get('services');
  if (!isMap(services)) return root;
  const resolved = new Map(services.entries);
  for (const name of services.entries.keys()) {
    const service = await extended(name, resolved, [context], []);
    if (service !== undefined) resolved.set(name, service);
  }
  return withEntry(root, 'services', { ...services, entries: resolved });
}

/** `contexts` are those on the way here, the file of `services` last. */
async function extended(
  name: string,
  services: Map<string, TreeNode>,
  contexts: readonly ExtendsContext[],
  way: readonly string[],
): Promise<TreeNode | undefined> {
  const context = contexts.at(-1)!;
  const service = services.get(name);
  const reference = entryOf(service, 'extends');
  if (!isMap(service) || reference === undefined) return service;
  const { problems } = context.loader;
  const step = `${name} in ${context.source.name}`;
  if (way.includes(step) || way.length >= MAX_DEPTH) {
    const got = [...way, step].join(' → ');
    problems.add(childPath(childPath('services', name), 'extends'), reference, {
      got,
      expected: 'extends without a circle',
    });
    return undefined;
  }
  const base = await baseOf(name, reference, services, contexts, [...way, step]);
  // A base that says nothing leaves the reference in place.
  if (base === undefined || isNull(base.service)) return service;
  const paths = contexts.flatMap(({ resets }) => resets.flatMap((path) => pathWithin(path, name)));
  const cleaned = isMap(base.service) ? withoutPaths(base.service, paths) : base.service;
  const merged = mergeTrees(cleaned, service, SERVICE, problems, childPath('services', name));
  const whole = isMap(merged) ? withEntry(merged, 'extends', undefined) : merged;
  services.set(name, whole);
  return whole;
}

async function baseOf(
  name: string,
  reference: TreeNode,
  services: Map<string, TreeNode>,
  contexts: readonly ExtendsContext[],
  way: readonly string[],
): Promise<{ readonly service: TreeNode } | undefined> {
  const context = contexts.at(-1)!;
  const key = childPath(childPath('services', name), 'extends');
  const target = textOf(reference) ?? textOf(entryOf(reference, 'service'));
  const file = entryOf(reference, 'file');
  if (target === undefined) return undefined;
  const there = isNull(file) ? { services, contexts } : await servicesOf(file!, key, contexts);
  if (there === undefined) return undefined;
  if (!there.services.has(target)) {
    const where = there.contexts.at(-1)!.source.name;
    context.loader.problems.add(key, reference, { got: `'${target}'`, expected: `a service in ${where}` });
    return undefined;
  }
  const service = await extended(target, there.services, there.contexts, way);
  return service === undefined ? undefined : { service };
}

/** The services of another file, in canonical form, their paths seen from its folder. */
async function servicesOf(
  file: TreeNode,
  key: string,
  contexts: readonly ExtendsContext[],
): Promise<{ services: Map<string, TreeNode>; contexts: readonly ExtendsContext[] } | undefined> {
  const { loader, scope } = contexts.at(-1)!;
  const text = textOf(file) ?? '';
  if (/^[a-z][a-z0-9+.-]*:\/\/|^git@/.test(text)) {
    loader.problems.add(key, file, { expected: 'a path', because: 'files from elsewhere are not loaded' });
    return undefined;
  }
  const path = absolutePath(text, scope);
  const content = await loader.files.read(path, file, key);
  if (content === undefined) return undefined;
  const source = { name: path, content };
  const directory = dirname(path);
  let root: MapNode | undefined;
  const resets: KeyPath[] = [];
  for (const document of loader.documents(source, scope.environment)) {
    resets.push(...document.resets);
    const node = loader.canonical(document.node);
    root = root === undefined ? node : (mergeTrees(root, node, PROJECT, loader.problems) as MapNode);
  }
  const services =
    root === undefined
      ? undefined
      : entryOf(resolvePaths(root, PROJECT, { ...scope, directory }), 'services');
  if (!isMap(services)) {
    loader.problems.add(key, file, {
      got: `${path} without services`,
      expected: 'a Compose file with services',
    });
    return undefined;
  }
  const context = { loader, source, scope: { ...scope, directory }, resets };
  return { services: new Map(services.entries), contexts: [...contexts, context] };
}

/** The rest of a path that leads into a service of this name. */
function pathWithin(path: KeyPath, name: string): readonly KeyPath[] {
  return path[0] === 'services' && path[1] === name && path.length > 2 ? [path.slice(2)] : [];
}
