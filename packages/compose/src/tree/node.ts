/** Where something is written; line and column are counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type ScalarValue = string | number | bigint | boolean | null;

interface Written {
  /** Where the value begins; nothing when it was not written but follows from others. */
  readonly at?: Place;
  /** Where its key begins, for a value in a mapping. */
  readonly keyAt?: Place;
  /** `!reset` and `!override`: what they do to the value below in another file. */
  readonly tag?: 'reset' | 'override';
}

export interface ScalarNode extends Written {
  readonly kind: 'scalar';
  readonly value: ScalarValue;
  /** Written with a point or an exponent, or too large for 64 bits: it is printed in another way. */
  readonly fraction?: true;
}

export interface MapNode extends Written {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, TreeNode>;
}

export interface ListNode extends Written {
  readonly kind: 'list';
  readonly items: readonly TreeNode[];
}

/** A document as data that knows where it was written. Nodes are never changed, and may be shared. */
export type TreeNode = ScalarNode | MapNode | ListNode;

export const EMPTY_MAP: MapNode = { kind: 'map', entries: new Map() };

export function scalar(value: ScalarValue, like?: TreeNode): ScalarNode {
  return { kind: 'scalar', value, ...placesOf(like) };
}

export function map(entries: Iterable<readonly [string, TreeNode]>, like?: TreeNode): MapNode {
  return { kind: 'map', entries: new Map(entries), ...placesOf(like) };
}

export function list(items: readonly TreeNode[], like?: TreeNode): ListNode {
  return { kind: 'list', items, ...placesOf(like) };
}

/** `node` with one entry set, or left out. */
export function withEntry(node: MapNode, key: string, value: TreeNode | undefined): MapNode {
  const entries = new Map(node.entries);
  if (value === undefined) entries.delete(key);
  else entries.set(key, value);
  return { ...node, entries };
}

export function isNull(node: TreeNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null);
}

export function isMap(node: TreeNode | undefined): node is MapNode {
  return node?.kind === 'map';
}

/** The text of a scalar that is one. */
export function textOf(node: TreeNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** The entry of a mapping; nothing for other nodes. */
export function entryOf(node: TreeNode | undefined, key: string): TreeNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

function placesOf(like: TreeNode | undefined): Pick<Written, 'at' | 'keyAt'> {
  return {
    ...(like?.at === undefined ? {} : { at: like.at }),
    ...(like?.keyAt === undefined ? {} : { keyAt: like.keyAt }),
  };
}
