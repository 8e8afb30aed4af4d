import { entryOf, isMap, type MapNode, type TreeNode, textOf, withEntry } from '../tree/index.ts';

/** A printed project without the networks, volumes, secrets, configs and models that no service uses. */
export function withoutUnused(root: MapNode): MapNode {
  const used = {
    networks: new Set<string>(),
    volumes: new Set<string>(),
    secrets: new Set<string>(),
    configs: new Set<string>(),
    models: new Set<string>(),
  };
  const services = root.entries.get('services');
  for (const service of isMap(services) ? services.entries.values() : []) {
    for (const key of ['networks', 'models'] as const) addKeys(entryOf(service, key), used[key]);
    addSources(entryOf(service, 'configs'), used.configs);
    addSources(entryOf(service, 'secrets'), used.secrets);
    addSources(entryOf(entryOf(service, 'build'), 'secrets'), used.secrets);
    addSources(entryOf(service, 'volumes'), used.volumes);
  }
  return Object.entries(used).reduce((result, [key, names]) => keepOnly(result, key, names), root);
}

function keepOnly(root: MapNode, key: string, names: ReadonlySet<string>): MapNode {
  const node = root.entries.get(key);
  if (!isMap(node)) return root;
  const entries = new Map([...node.entries].filter(([name]) => names.has(name)));
  return withEntry(root, key, entries.size === 0 ? undefined : { ...node, entries });
}

function addKeys(node: TreeNode | undefined, names: Set<string>): void {
  if (isMap(node)) for (const name of node.entries.keys()) names.add(name);
}

function addSources(node: TreeNode | undefined, names: Set<string>): void {
  if (node?.kind !== 'list') return;
  for (const item of node.items) {
    const source = textOf(entryOf(item, 'source'));
    if (source !== undefined) names.add(source);
  }
}
