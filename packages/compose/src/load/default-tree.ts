import type { Kind } from '../schema/index.ts';
import { kindBelow, mapChildren } from '../schema/walk.ts';
import type { TreeNode } from '../tree/index.ts';

/** What is not given and has a default gets it. */
export function defaultTree(node: TreeNode, kind: Kind | undefined): TreeNode {
  if (kind === undefined || kind.kind === 'any') return node;
  const below = mapChildren(node, (child, key) => defaultTree(child, kindBelow(kind, key)));
  return kind.defaults === undefined ? below : kind.defaults(below);
}
