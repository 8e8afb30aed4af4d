import { printable, splitShellWords } from '@docktopus/core/kit';
import type { Kind } from '../schema/index.ts';
import { parseDuration, parseSize, printDuration } from '../syntax/index.ts';
import {
  childPath,
  isNull,
  type ListNode,
  list,
  type MapNode,
  map,
  type Problems,
  type ScalarNode,
  scalar,
  type TreeNode,
  valueText,
} from '../tree/index.ts';

type Of<K extends Kind['kind']> = Extract<Kind, { kind: K }>;

/** What a printed tree says besides its data. */
export interface PrintContext {
  readonly problems: Problems;
  /** Told of a command line that ends where only a shell goes on. */
  readonly onCut?: (path: string, node: TreeNode) => void;
}

/**
 * A checked tree in the form that Docker Compose gives its model: sizes in bytes, durations as Go prints them, commands
 * as lists, what says nothing left out.
 *
 * Nothing for a value that is left out.
 */
export function printTree(
  node: TreeNode | undefined,
  kind: Kind,
  context: PrintContext,
  path = '',
): TreeNode | undefined {
  switch (kind.kind) {
    case 'record':
      return printRecord(node, kind, context, path);
    case 'map':
      return printMap(node, kind, context, path);
    case 'list':
      return printList(node, kind, context, path);
    case 'pairs':
      return printPairs(node, kind, context, path);
    case 'hosts':
      return printHosts(node);
    case 'command':
      return printCommand(node, context, path);
    case 'any':
      return node;
    default:
      return isNull(node) || node?.kind !== 'scalar' ? undefined : printScalar(node, kind, context, path);
  }
}

function printRecord(
  node: TreeNode | undefined,
  kind: Of<'record'>,
  context: PrintContext,
  path: string,
): TreeNode | undefined {
  const given = node?.kind === 'map' ? node : undefined;
  if (given === undefined && !kind.always) return undefined;
  const entries: (readonly [string, TreeNode])[] = [];
  for (const [key, below] of Object.entries(kind.keys)) {
    const value = printTree(given?.entries.get(key), below, context, childPath(path, key));
    if (value !== undefined) entries.push([key, value]);
  }
  // A limit that was written as one number.
  const [first] = entries;
  if (first?.[0] === 'single') return first[1];
  return map(entries, given);
}

function printMap(
  node: TreeNode | undefined,
  kind: Of<'map'>,
  context: PrintContext,
  path: string,
): TreeNode | undefined {
  if (node?.kind !== 'map' || node.entries.size === 0) return undefined;
  const empty = (value: TreeNode) => (kind.nullItems ? scalar(null, value) : map([], value));
  return map(
    [...node.entries].map(([key, value]) => {
      const present = isNull(value) && !kind.nullItems ? map([], value) : value;
      return [key, printTree(present, kind.of, context, childPath(path, key)) ?? empty(value)] as const;
    }),
    node,
  );
}

function printList(
  node: TreeNode | undefined,
  kind: Of<'list'>,
  context: PrintContext,
  path: string,
): TreeNode | undefined {
  if (node?.kind !== 'list') return undefined;
  const items = node.items.map(
    (item, index) => printTree(item, kind.of, context, childPath(path, index)) ?? scalar('', item),
  );
  return items.length === 0 ? undefined : list(items, node);
}

function printPairs(
  node: TreeNode | undefined,
  kind: Of<'pairs'>,
  context: PrintContext,
  path: string,
): TreeNode | undefined {
  const pairs =
    node?.kind === 'map'
      ? pairsOfMap(node)
      : node?.kind === 'list'
        ? pairsOfList(node, kind, context, path)
        : [];
  if (pairs.length === 0) return undefined;
  if (kind.lines) {
    const lines = pairs.map(([name, value, at]) => scalar(value ? `${name}=${value}` : name, at));
    return list(lines, node);
  }
  const unset = kind.unset === 'null' ? null : '';
  return map(
    pairs.map(([name, value, at]) => [name, scalar(value ?? unset, at)]),
    node,
  );
}

type PairOf = readonly [name: string, value: string | undefined, at: TreeNode];

function pairsOfMap(node: MapNode): readonly PairOf[] {
  return [...node.entries].map(([name, value]) => [
    name,
    isNull(value) ? undefined : valueText(value),
    value,
  ]);
}

function pairsOfList(
  node: ListNode,
  kind: Of<'pairs'>,
  context: PrintContext,
  path: string,
): readonly PairOf[] {
  return node.items.map((item, index) => {
    const text = valueText(item);
    const equals = text.indexOf('=');
    const name = equals === -1 ? text : text.slice(0, equals);
    if (kind.unset === 'null' && equals !== -1 && name.endsWith(' ')) {
      const got = `${printable(name)} with a space at its end`;
      context.problems.add(childPath(path, index), item, {
        got,
        expected: 'a name without it, as in NAME=value',
      });
    }
    return [name, equals === -1 ? undefined : text.slice(equals + 1), item];
  });
}

function printHosts(node: TreeNode | undefined): TreeNode | undefined {
  const lines: string[] = [];
  if (node?.kind === 'map') {
    for (const [host, value] of node.entries) {
      const addresses = value.kind === 'list' ? value.items : [value];
      lines.push(...addresses.map((address) => `${host}=${withoutBrackets(valueText(address))}`));
    }
  } else if (node?.kind === 'list') {
    for (const item of node.items) {
      const [, host = '', address = ''] =
        /^([^=]*)=(.*)$/s.exec(valueText(item)) ?? /^([^:]*):(.*)$/s.exec(valueText(item)) ?? [];
      lines.push(`${host}=${withoutBrackets(address)}`);
    }
  }
  return lines.length === 0
    ? undefined
    : list(
        lines.sort().map((line) => scalar(line, node)),
        node,
      );
}

function withoutBrackets(address: string): string {
  return address.startsWith('[') && address.endsWith(']') ? address.slice(1, -1) : address;
}

function printCommand(node: TreeNode | undefined, context: PrintContext, path: string): TreeNode {
  if (node?.kind === 'list')
    return list(
      node.items.map((item) => scalar(valueText(item), item)),
      node,
    );
  if (node === undefined || isNull(node)) return scalar(null, node);
  const words = splitShellWords(valueText(node));
  if (!words.ok) {
    context.problems.add(path, node, { expected: 'a command line', because: words.problem });
    return scalar(null, node);
  }
  if (words.endsAt !== undefined) context.onCut?.(path, node);
  return list(
    words.words.map((word) => scalar(word, node)),
    node,
  );
}

function printScalar(
  node: ScalarNode,
  kind: Of<'text' | 'flag' | 'number' | 'size' | 'duration'>,
  context: PrintContext,
  path: string,
): ScalarNode | undefined {
  const value = scalarValue(node, kind, context, path);
  if (value === undefined || value === kind.unless) return undefined;
  const zero =
    value === '' ||
    value === false ||
    value === 0 ||
    (kind.kind === 'size' && value === '0') ||
    (kind.kind === 'duration' && value === '0s');
  return zero && !kind.keepZero && !kind.always ? undefined : scalar(value, node);
}

function scalarValue(
  node: ScalarNode,
  kind: Of<'text' | 'flag' | 'number' | 'size' | 'duration'>,
  context: PrintContext,
  path: string,
): string | number | boolean | undefined {
  switch (kind.kind) {
    case 'text':
      return kind.mode ? modeOf(node, context, path) : valueText(node);
    case 'flag':
      return node.value === true;
    case 'number':
      if (node.value === 'all') return -1;
      return kind.single ? singlePrecision(Number(node.value)) : Math.trunc(Number(node.value));
    case 'size':
      return sizeOf(node, context, path);
    case 'duration':
      return durationOf(node, context, path);
  }
}

/** A file's mode, printed in octal; in quotes it is octal already. */
function modeOf(node: ScalarNode, context: PrintContext, path: string): string | undefined {
  const { value } = node;
  if (typeof value === 'number') return `0${value.toString(8)}`;
  if (/^[0-7]+$/.test(String(value))) return `0${Number.parseInt(String(value), 8).toString(8)}`;
  context.problems.add(path, node, { expected: "a mode in octal, such as '0440'" });
  return undefined;
}

function sizeOf(node: ScalarNode, context: PrintContext, path: string): string | undefined {
  if (typeof node.value === 'number') return String(Math.trunc(node.value));
  if (typeof node.value === 'bigint') return String(node.value);
  const bytes = parseSize(String(node.value));
  if (bytes.ok) return String(bytes.value);
  context.problems.add(path, node, { expected: bytes.expected });
  return undefined;
}

function durationOf(node: ScalarNode, context: PrintContext, path: string): string | undefined {
  const duration = parseDuration(String(node.value));
  if (duration.ok) return printDuration(duration.value);
  context.problems.add(path, node, { expected: duration.expected });
  return undefined;
}

/** The shortest number that is the same in 32 bits. */
function singlePrecision(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return single;
}
