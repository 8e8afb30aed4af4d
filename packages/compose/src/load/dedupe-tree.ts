import type { Kind } from '../schema/index.ts';
import { sameName } from '../schema/kinds.ts';
import { kindBelow, mapChildren } from '../schema/walk.ts';
import type { ListNode, TreeNode } from '../tree/index.ts';

/** Of list items that mean the same thing, the last one stays, in the place of the first. */
export function dedupeTree(node: TreeNode, kind: Kind | undefined): TreeNode {
  if (node.kind === 'list' && (kind?.kind === 'list' || kind?.kind === 'pairs')) {
    return kind.same === undefined ? node : withoutRepeats(node, kind.same);
  }
  return mapChildren(node, (child, key) => {
    const below = kind && kindBelow(kind, key);
    // A key that nobody knows is refused later; what it holds is treated as names meanwhile.
    if (
      below === undefined &&
      child.kind === 'list' &&
      kind?.kind === 'record' &&
      !String(key).startsWith('x-')
    ) {
      return withoutRepeats(child, sameName);
    }
    return dedupeTree(child, below);
  });
}

function withoutRepeats(node: ListNode, same: (item: TreeNode) => string | undefined): ListNode {
  const positions = new Map<string, number>();
  const items: TreeNode[] = [];
  for (const item of node.items) {
    const id = same(item);
    const known = id === undefined ? undefined : positions.get(id);
    if (known !== undefined) items[known] = item;
    else {
      if (id !== undefined) positions.set(id, items.length);
      items.push(item);
    }
  }
  return items.length === node.items.length ? node : { ...node, items };
}
