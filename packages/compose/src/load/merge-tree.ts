import type { Kind } from '../schema/index.ts';
import { kindBelow } from '../schema/walk.ts';
import {
  childPath,
  EMPTY_MAP,
  entryOf,
  gotOf,
  isNull,
  type ListNode,
  list,
  type MapNode,
  map,
  type Problems,
  scalar,
  type TreeNode,
  textOf,
  valueText,
} from '../tree/index.ts';

/** A later file over an earlier one: mappings are joined, lists are appended, other values replaced, but for their rules. */
export function mergeTrees(
  base: TreeNode,
  over: TreeNode,
  kind: Kind | undefined,
  problems: Problems,
  path = '',
): TreeNode {
  switch (kind?.merge) {
    case 'replace':
      return over;
    case 'append-all':
      return list([...sequence(base), ...sequence(over)], over);
    case 'append-new':
      return appendNew(base, over);
    case 'by-name':
      return join(named(base, undefined), named(over, undefined), kind, problems, path);
    case 'dependencies':
      return join(named(base, STARTED), named(over, STARTED), kind, problems, path);
    case 'same-driver':
      return sameDriver(base, over, kind, problems, path);
    case 'by-subnet':
      return bySubnet(base, over, kind, problems, path);
    case 'own':
      return own(base, over, kind, problems, path);
    default:
      return usual(base, over, kind, problems, path);
  }
}

/** What a service in a list of dependencies stands for. */
const STARTED: MapNode = map([
  ['condition', scalar('service_started')],
  ['required', scalar(true)],
]);

function usual(
  base: TreeNode,
  over: TreeNode,
  kind: Kind | undefined,
  problems: Problems,
  path: string,
): TreeNode {
  if (isNull(over)) return base;
  if (base.kind === 'scalar') return over;
  if (base.kind === 'map' && over.kind === 'map') return join(base, over, kind, problems, path);
  if (base.kind === 'list' && over.kind === 'list') return list([...base.items, ...over.items], over);
  const expected = base.kind === 'map' ? 'a mapping' : 'a list';
  problems.add(path, over, { expected, because: `an earlier file has ${gotOf(base)} here` });
  return base;
}

function join(
  base: MapNode,
  over: MapNode,
  kind: Kind | undefined,
  problems: Problems,
  path: string,
): MapNode {
  const entries = new Map(base.entries);
  for (const [key, value] of over.entries) {
    const before = entries.get(key);
    const below = kind && kindBelow(kind, key);
    entries.set(
      key,
      before === undefined ? value : mergeTrees(before, value, below, problems, childPath(path, key)),
    );
  }
  return { ...base, entries };
}

/** A mapping as the list of `name=value` that stands for the same. */
function sequence(node: TreeNode): readonly TreeNode[] {
  if (node.kind === 'list') return node.items;
  if (node.kind === 'scalar') return typeof node.value === 'string' ? [node] : [];
  const items = [...node.entries].flatMap(([name, value]) => {
    const values = value.kind === 'list' ? value.items : [value];
    return values.map((one) => scalar(isNull(one) ? name : `${name}=${valueText(one)}`, value));
  });
  return items.sort((a, b) => (a.value! < b.value! ? -1 : a.value! > b.value! ? 1 : 0));
}

function appendNew(base: TreeNode, over: TreeNode): ListNode {
  const before = sequence(base);
  const known = new Set(before.map((item) => valueText(item)));
  return list([...before, ...sequence(over).filter((item) => !known.has(valueText(item)))], over);
}

/** A list of names as a mapping; each name stands for `meaning`. */
function named(node: TreeNode, meaning: TreeNode | undefined): MapNode {
  if (node.kind === 'map') return node;
  if (node.kind === 'scalar') return EMPTY_MAP;
  return map(
    node.items.flatMap((item) => {
      const name = textOf(item);
      return name === undefined ? [] : [[name, meaning ?? scalar(null, item)] as const];
    }),
    node,
  );
}

/** Options of another log driver mean nothing to this one. */
function sameDriver(base: TreeNode, over: TreeNode, kind: Kind, problems: Problems, path: string): TreeNode {
  if (base.kind !== 'map' || over.kind !== 'map') return usual(base, over, kind, problems, path);
  const [before, after] = [entryOf(base, 'driver'), entryOf(over, 'driver')];
  const same = before === undefined || after === undefined || textOf(before) === textOf(after);
  return same ? join(base, over, kind, problems, path) : over;
}

function bySubnet(base: TreeNode, over: TreeNode, kind: Kind, problems: Problems, path: string): TreeNode {
  if (base.kind !== 'list' || over.kind !== 'list') return usual(base, over, kind, problems, path);
  const below = kindBelow(kind, 0);
  const subnetOf = (node: TreeNode) => textOf(entryOf(node, 'subnet'));
  const merged: TreeNode[] = [];
  const find = (subnet: string | undefined) => merged.findIndex((one) => subnetOf(one) === subnet);
  for (const original of base.items) {
    let right = original;
    for (const left of over.items) {
      if (subnetOf(left) !== subnetOf(right) && find(subnetOf(left)) === -1) {
        merged.push(left);
        continue;
      }
      right = mergeTrees(right, left, below, problems, path);
      const index = find(subnetOf(right));
      if (index === -1) merged.push(right);
      else merged[index] = right;
    }
  }
  return list(merged, over);
}

/** A short form joins the long one: a build's context. A limit replaces the one before it. */
function own(base: TreeNode, over: TreeNode, kind: Kind, problems: Problems, path: string): TreeNode {
  if (kind.kind === 'record' && kind.short?.number) return over;
  const long = kind.long ?? ((node: TreeNode) => node);
  const [before, after] = [long(base), long(over)];
  return before.kind === 'map' && after.kind === 'map' ? join(before, after, kind, problems, path) : before;
}
