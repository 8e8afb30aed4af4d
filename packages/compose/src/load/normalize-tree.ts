import { posix } from 'node:path';
import {
  EMPTY_MAP,
  entryOf,
  isMap,
  isNull,
  type MapNode,
  map,
  scalar,
  type TreeNode,
  textOf,
  valueText,
  withEntry,
} from '../tree/index.ts';

type Lookup = (name: string) => string | undefined;

/** Says what a file leaves to the usual: the default network, names, implied dependencies, where a build is. */
export function normalizeTree(root: MapNode, variables: Lookup): MapNode {
  const name = textOf(root.entries.get('name')) ?? '';
  const services = mapEntries(root.entries.get('services'), (service) =>
    normalizeService(service, variables),
  );
  const withServices = services === undefined ? root : withEntry(root, 'services', services);
  const networked = withDefaultNetwork(withServices, services);
  return ['networks', 'volumes', 'configs', 'secrets'].reduce(
    (result, key) => withNames(result, key, name),
    networked,
  );
}

function normalizeService(node: TreeNode, variables: Lookup): TreeNode {
  if (!isMap(node)) return node;
  let service = withNetworks(node);
  if (textOf(service.entries.get('pull_policy')) === 'if_not_present') {
    service = withEntry(service, 'pull_policy', scalar('missing', service.entries.get('pull_policy')));
  }
  service = change(service, 'build', (build) => normalizeBuild(build, variables));
  service = change(service, 'environment', (environment) => withValues(environment, variables, true));
  service = change(service, 'volumes', withCleanTargets);
  service = change(service, 'pre_start', (hooks) => withImages(hooks, service));
  return withDependencies(service);
}

function withNetworks(service: MapNode): MapNode {
  if (service.entries.has('provider') || service.entries.has('network_mode')) return service;
  const networks = service.entries.get('networks');
  const none = isNull(networks) || (networks?.kind === 'map' && networks.entries.size === 0);
  return none ? withEntry(service, 'networks', map([['default', scalar(null)]])) : service;
}

function normalizeBuild(node: TreeNode, variables: Lookup): TreeNode {
  if (!isMap(node)) return node;
  let build = isNull(node.entries.get('context')) ? withEntry(node, 'context', scalar('.')) : node;
  if (isNull(build.entries.get('dockerfile')) && isNull(build.entries.get('dockerfile_inline'))) {
    build = withEntry(build, 'dockerfile', scalar('Dockerfile'));
  }
  return change(build, 'args', (args) => withValues(args, variables, false));
}

/** A name without a value gets the one from outside; without one there, it stays or goes. */
export function withValues(node: TreeNode, variables: Lookup, keepUnset: boolean): TreeNode {
  if (node.kind === 'map') {
    const entries = [...node.entries].flatMap(([name, value]): (readonly [string, TreeNode])[] => {
      if (!isNull(value)) return [[name, value]];
      const found = variables(name);
      if (found !== undefined) return [[name, scalar(found, value)]];
      return keepUnset ? [[name, value]] : [];
    });
    return { ...node, entries: new Map(entries) };
  }
  if (node.kind !== 'list') return node;
  const items = node.items.flatMap((item): readonly TreeNode[] => {
    const name = valueText(item);
    if (name.includes('=')) return [item];
    const found = variables(name);
    if (found !== undefined) return [scalar(`${name}=${found}`, item)];
    return keepUnset ? [item] : [];
  });
  return { ...node, items };
}

function withCleanTargets(node: TreeNode): TreeNode {
  if (node.kind !== 'list') return node;
  const items = node.items.map((mount) => {
    const target = entryOf(mount, 'target');
    const text = textOf(target);
    if (!isMap(mount) || text === undefined) return mount;
    const clean = posix.normalize(text).replace(/(.)\/$/, '$1');
    return clean === text ? mount : withEntry(mount, 'target', scalar(clean, target));
  });
  return { ...node, items };
}

/** A hook without an image runs in the one of its service. */
function withImages(node: TreeNode, service: MapNode): TreeNode {
  const image = service.entries.get('image');
  if (node.kind !== 'list' || image === undefined) return node;
  const items = node.items.map((hook) =>
    isMap(hook) && !hook.entries.has('image') ? withEntry(hook, 'image', image) : hook,
  );
  return { ...node, items };
}

/** Links, shared namespaces and volumes of other services are dependencies, too. */
function withDependencies(service: MapNode): MapNode {
  const given = service.entries.get('depends_on');
  const dependencies = new Map(given?.kind === 'map' ? given.entries : []);
  const add = (name: string, restart: boolean) => {
    if (dependencies.has(name)) return;
    dependencies.set(
      name,
      map([
        ['condition', scalar('service_started')],
        ['restart', scalar(restart)],
        ['required', scalar(true)],
      ]),
    );
  };
  for (const link of textsOf(service.entries.get('links')))
    add(link.split(':').length === 2 ? link.split(':')[0]! : link, true);
  for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const value = textOf(service.entries.get(key));
    if (value?.startsWith('service:')) add(value.slice('service:'.length), true);
  }
  for (const source of textsOf(service.entries.get('volumes_from'))) {
    if (!source.startsWith('container:')) add(source.split(':')[0]!, false);
  }
  return dependencies.size === 0 ? service : withEntry(service, 'depends_on', map(dependencies, given));
}

function withDefaultNetwork(root: MapNode, services: MapNode | undefined): MapNode {
  const used = [...(services?.entries.values() ?? [])].some((service) => {
    const networks = entryOf(service, 'networks');
    return (
      isMap(networks) && networks.entries.has('default') && entryOf(service, 'network_mode') === undefined
    );
  });
  const networks = root.entries.get('networks');
  const known = networks?.kind === 'map' ? networks : EMPTY_MAP;
  if (!used || known.entries.has('default')) return root;
  return withEntry(root, 'networks', withEntry(known, 'default', scalar(null)));
}

/** What has no name of its own is called after the project and its key. */
function withNames(root: MapNode, key: string, project: string): MapNode {
  const resources = mapEntries(root.entries.get(key), (resource, name) => {
    const described = isMap(resource) ? resource : EMPTY_MAP;
    if (!isNull(described.entries.get('name'))) return described;
    const external = described.entries.get('external');
    const isExternal = external?.kind === 'scalar' && String(external.value) === 'true';
    return withEntry(described, 'name', scalar(isExternal ? name : `${project}_${name}`));
  });
  return resources === undefined ? root : withEntry(root, key, resources);
}

function textsOf(node: TreeNode | undefined): readonly string[] {
  return node?.kind === 'list' ? node.items.flatMap((item) => textOf(item) ?? []) : [];
}

function change(node: MapNode, key: string, next: (value: TreeNode) => TreeNode): MapNode {
  const value = node.entries.get(key);
  if (value === undefined || isNull(value)) return node;
  const changed = next(value);
  return changed === value ? node : withEntry(node, key, changed);
}

function mapEntries(
  node: TreeNode | undefined,
  next: (value: TreeNode, key: string) => TreeNode,
): MapNode | undefined {
  if (node?.kind !== 'map') return undefined;
  return { ...node, entries: new Map([...node.entries].map(([key, value]) => [key, next(value, key)])) };
}
