import { posix } from 'node:path';
import { parsePort, parseVolume } from '../syntax/index.ts';
import {
  entryOf,
  isNull,
  list,
  map,
  nodeOf,
  scalar,
  type TreeNode,
  textOf,
  withEntry,
} from '../tree/index.ts';

/** What a text stands for in a record of which it is one key; texts that cannot be read stay, and the check says so. */
export function textAs(key: string): (node: TreeNode) => TreeNode {
  return (node) => {
    const text = textOf(node);
    return text === undefined ? node : map([[key, scalar(text, node)]], node);
  };
}

export function numberAs(key: string): (node: TreeNode) => TreeNode {
  return (node) =>
    node.kind === 'scalar' && node.value !== null ? map([[key, scalar(node.value, node)]], node) : node;
}

/** A port may be a number or a text, and a range stands for several. */
export function expandPort(item: TreeNode): readonly TreeNode[] {
  if (item.kind !== 'scalar') return [item];
  const ports = parsePort(String(item.value));
  return ports.ok ? ports.value.map((port) => nodeOf(port, item)) : [item];
}

export function longVolume(node: TreeNode): TreeNode {
  const text = textOf(node);
  const volume = text === undefined ? undefined : parseVolume(text);
  if (!volume?.ok) return node;
  // So that the same place in another file is the same mount: Docker Compose cleans what is written short, and nothing else.
  const target = volume.value.target.startsWith('/')
    ? posix.resolve('/', volume.value.target)
    : volume.value.target;
  return nodeOf({ ...volume.value, target }, node);
}

export function longEnvFile(node: TreeNode): TreeNode {
  const text = textOf(node);
  return text === undefined
    ? node
    : map(
        [
          ['path', scalar(text, node)],
          ['required', scalar(true)],
        ],
        node,
      );
}

/** `external: { name: x }` is an older form of `external: true` and `name: x`. */
export function longExternal(node: TreeNode): TreeNode {
  if (node.kind !== 'map') return node;
  const external = node.entries.get('external');
  if (external?.kind !== 'map') return node;
  const [name, own] = [external.entries.get('name'), node.entries.get('name')];
  // Two names contradict each other: the check finds a mapping where true or false belongs.
  if (name !== undefined && own !== undefined && textOf(name) !== textOf(own)) return node;
  const moved = withEntry(node, 'external', scalar(true, external));
  return name === undefined ? moved : withEntry(moved, 'name', name);
}

/** `gpus: all`. */
export function longGpus(node: TreeNode): TreeNode {
  return textOf(node) === 'all' ? list([map([['count', scalar(-1, node)]], node)], node) : node;
}

/** Without a number and without names, all devices are meant. */
export function allDevices(node: TreeNode): TreeNode {
  if (node.kind !== 'map' || !isNull(entryOf(node, 'count')) || !isNull(entryOf(node, 'device_ids')))
    return node;
  return withEntry(node, 'count', scalar(-1));
}

/** A health check in one line is one for the shell. */
export function longTest(node: TreeNode): TreeNode {
  const text = textOf(node);
  return text === undefined ? node : list([scalar('CMD-SHELL', node), scalar(text, node)], node);
}

/** Entries of a mapping without a value get `defaults`; a list of names is a mapping. */
export function requiredDependencies(node: TreeNode): TreeNode {
  if (node.kind !== 'map') return node;
  return {
    ...node,
    entries: new Map(
      [...node.entries].map(([name, value]) => [
        name,
        value.kind === 'map' && !value.entries.has('required')
          ? withEntry(value, 'required', scalar(true))
          : value,
      ]),
    ),
  };
}
