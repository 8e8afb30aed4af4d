import { list, map, type ScalarValue, scalar, type TreeNode } from './node.ts';

/** The data of a node, without its places. */
export function plainOf(node: TreeNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainOf);
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plainOf(value)]));
}

/** A tree of data that was not written in a file. */
export function nodeOf(value: unknown, like?: TreeNode): TreeNode {
  if (Array.isArray(value))
    return list(
      value.map((item) => nodeOf(item, like)),
      like,
    );
  if (typeof value !== 'object' || value === null) return scalar(value as ScalarValue, like);
  return map(
    Object.entries(value).map(([key, item]) => [key, nodeOf(item, like)]),
    like,
  );
}
