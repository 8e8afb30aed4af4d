import type { TreeNode } from '../tree/index.ts';
import type { Kind } from './kind.ts';
import { anything } from './kinds.ts';

const ANYTHING: Kind = anything();

/** The kind of what stands under `key` of a value of `kind`; nothing when no such key is known. */
export function kindBelow(kind: Kind, key: string | number): Kind | undefined {
  if (typeof key === 'number') return kind.kind === 'list' ? kind.of : ANYTHING;
  if (kind.kind === 'map') return kind.of;
  if (kind.kind !== 'record') return ANYTHING;
  if (Object.hasOwn(kind.keys, key)) return kind.keys[key];
  return undefined;
}

/** Rebuilds a node from its children; a child that becomes nothing is left out. The same node when nothing changes. */
export function mapChildren(
  node: TreeNode,
  change: (child: TreeNode, key: string | number) => TreeNode | undefined,
): TreeNode {
  if (node.kind === 'scalar') return node;
  let changed = false;
  const next = (child: TreeNode, key: string | number) => {
    const after = change(child, key);
    if (after !== child) changed = true;
    return after;
  };
  if (node.kind === 'list') {
    const items = node.items.flatMap((item, index) => next(item, index) ?? []);
    return changed ? { ...node, items } : node;
  }
  const entries = new Map<string, TreeNode>();
  for (const [key, child] of node.entries) {
    const after = next(child, key);
    if (after !== undefined) entries.set(key, after);
  }
  return changed ? { ...node, entries } : node;
}
