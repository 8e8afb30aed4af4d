import type { Kind } from '../schema/index.ts';
import { kindBelow, mapChildren } from '../schema/walk.ts';
import { isNull, list, type MapNode, map, scalar, type TreeNode, textOf } from '../tree/index.ts';

/** Short forms become long ones; what cannot be read stays as it is written, for the check to complain about. */
export function canonicalTree(node: TreeNode, kind: Kind | undefined): TreeNode {
  if (kind === undefined || kind.kind === 'any') return node;
  const shaped = shape(node, kind);
  const long = kind.long === undefined ? shaped : kind.long(shaped);
  if (kind.kind === 'list' && long.kind === 'list' && kind.expand !== undefined) {
    const { expand, most = Number.POSITIVE_INFINITY } = kind;
    const items: TreeNode[] = [];
    for (const item of long.items) {
      const expanded = expand(item);
      // What is too much stays as it is written, for the check to refuse; what follows is not looked at.
      const isTooMuch = items.length + expanded.length > most;
      for (const one of isTooMuch ? [item] : expanded) items.push(one);
      if (isTooMuch) break;
    }
    return list(
      items.map((item) => canonicalTree(item, kind.of)),
      long,
    );
  }
  return mapChildren(long, (child, key) => canonicalTree(child, kindBelow(kind, key)));
}

function shape(node: TreeNode, kind: Kind): TreeNode {
  if (kind.kind === 'list' && kind.single && node.kind === 'scalar' && !isNull(node))
    return list([node], node);
  if (kind.kind === 'map' && kind.names && node.kind === 'list') return namedEntries(node.items, node, kind);
  return node;
}

function namedEntries(items: readonly TreeNode[], like: TreeNode, kind: Kind): MapNode | TreeNode {
  const names = items.map(textOf);
  // What is no name, or is there twice, stays for the check.
  if (names.some((name) => name === undefined) || new Set(names).size < names.length) return like;
  const meaning = (item: TreeNode): TreeNode =>
    kind.merge === 'dependencies'
      ? map(
          [
            ['condition', scalar('service_started')],
            ['required', scalar(true)],
          ],
          item,
        )
      : scalar(null, item);
  return map(
    items.map((item, index) => [names[index]!, meaning(item)]),
    like,
  );
}
