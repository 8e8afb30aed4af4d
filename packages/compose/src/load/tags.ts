import { mapChildren } from '../schema/walk.ts';
import { type MapNode, type TreeNode, withEntry } from '../tree/index.ts';

/** The way from the root to a value. */
export type KeyPath = readonly (string | number)[];

/** A tree without its tags, and the paths whose values in earlier files do not count. */
export interface Untagged {
  readonly node: TreeNode;
  readonly resets: readonly KeyPath[];
}

/** `!reset` takes a value away, its own and that of earlier files; `!override` replaces what earlier files say. */
export function takeTags(node: TreeNode): Untagged {
  const resets: KeyPath[] = [];
  const take = (child: TreeNode, path: KeyPath): TreeNode | undefined => {
    if (child.tag !== undefined) resets.push(path);
    if (child.tag === 'reset') return undefined;
    const below = mapChildren(child, (item, key) => take(item, [...path, key]));
    const { tag: _tag, ...plain } = below;
    return child.tag === undefined ? below : (plain as TreeNode);
  };
  return { node: mapChildren(node, (child, key) => take(child, [key])), resets };
}

/** `node` without the values at `paths`; those inside of lists stay, since their places mean nothing to another file. */
export function withoutPaths(node: MapNode, paths: readonly KeyPath[]): MapNode {
  return paths.reduce<MapNode>((result, path) => withoutPath(result, path), node);
}

function withoutPath(node: MapNode, [key, ...rest]: KeyPath): MapNode {
  if (typeof key !== 'string') return node;
  const child = node.entries.get(key);
  if (child === undefined) return node;
  if (rest.length === 0) return withEntry(node, key, undefined);
  return child.kind === 'map' ? withEntry(node, key, withoutPath(child, rest)) : node;
}
