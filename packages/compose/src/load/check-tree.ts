import { nearest, printable } from '@docktopus/core/kit';
import type { Kind } from '../schema/index.ts';
import { kindBelow } from '../schema/walk.ts';
import {
  childPath,
  type ListNode,
  type MapNode,
  type Problems,
  type ScalarNode,
  type TreeNode,
  valueText,
} from '../tree/index.ts';

type Of<K extends Kind['kind']> = Extract<Kind, { kind: K }>;

/** Whether every key is known and holds what it may; each problem says where and what is accepted. */
export function checkTree(node: TreeNode, kind: Kind | undefined, problems: Problems, path = ''): void {
  if (kind === undefined) return;
  switch (kind.kind) {
    case 'any':
      return;
    case 'record':
      checkRecord(node, kind, problems, path);
      break;
    case 'map':
      checkMap(node, kind, problems, path);
      break;
    case 'list':
      checkList(node, kind, problems, path);
      break;
    case 'pairs':
      checkPairs(node, kind, problems, path);
      break;
    case 'hosts':
      checkHosts(node, problems, path);
      break;
    case 'command':
      checkCommand(node, problems, path);
      break;
    default:
      if (node.kind !== 'scalar' || !acceptsScalar(node, kind))
        problems.add(path, node, { expected: expectedOf(kind) });
  }
}

function checkRecord(node: TreeNode, kind: Of<'record'>, problems: Problems, path: string): void {
  if (node.kind === 'scalar' && node.value === null && kind.nullable) return;
  if (node.kind !== 'map') {
    const text = node.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
    const explained = text === undefined ? undefined : kind.short?.explain?.(text);
    problems.add(path, node, { expected: explained ?? expectedOf(kind) });
    return;
  }
  for (const [key, value] of node.entries) {
    const below = kindBelow(kind, key);
    if (below !== undefined) checkTree(value, below, problems, childPath(path, key));
    else if (!(kind.extensions && key.startsWith('x-')) && !kind.open)
      addUnknownKey(key, value, kind, problems, path);
  }
  for (const key of kind.required ?? []) {
    if (!node.entries.has(key))
      problems.add(childPath(path, key), node.at ?? node.keyAt, { expected: 'a value' });
  }
}

function addUnknownKey(
  key: string,
  value: TreeNode,
  kind: Of<'record'>,
  problems: Problems,
  path: string,
): void {
  const meant = nearest(key, Object.keys(kind.keys));
  problems.add(childPath(path, key), value.keyAt ?? value.at, {
    got: 'an unknown key',
    expected: path === '' ? 'a key of Compose' : `a key of ${path}`,
    ...(meant === undefined ? {} : { hint: `did you mean '${meant}'?` }),
  });
}

function checkMap(node: TreeNode, kind: Of<'map'>, problems: Problems, path: string): void {
  if (node.kind === 'scalar' && node.value === null && kind.nullable) return;
  if (node.kind === 'list' && kind.names) {
    if (!checkDistinct(node, problems, path)) return;
  }
  if (node.kind !== 'map') {
    problems.add(path, node, { expected: kind.names ? 'a mapping, or a list of names' : 'a mapping' });
    return;
  }
  for (const [key, value] of node.entries) {
    if (kind.keys !== undefined && !kind.keys.test(key)) {
      const got = `the name ${printable(key)}`;
      problems.add(childPath(path, key), value.keyAt ?? value.at, {
        got,
        expected: `a name of ${namesOf(kind.keys)}`,
      });
    }
    checkTree(value, kind.of, problems, childPath(path, key));
  }
}

function namesOf(pattern: RegExp): string {
  return pattern.source.includes('A-Z') ? 'letters, digits, . _ -' : 'small letters';
}

function checkList(node: TreeNode, kind: Of<'list'>, problems: Problems, path: string): void {
  if (node.kind !== 'list') {
    problems.add(path, node, { expected: kind.single ? 'a text, or a list of texts' : 'a list' });
    return;
  }
  for (const [index, item] of node.items.entries())
    checkTree(item, kind.of, problems, childPath(path, index));
  if (kind.distinct) checkDistinct(node, problems, path);
}

/** No two items that are written the same way; whether that is so. */
function checkDistinct(node: ListNode, problems: Problems, path: string): boolean {
  const seen = new Set<string>();
  let distinct = true;
  for (const [index, item] of node.items.entries()) {
    if (item.kind !== 'scalar') continue;
    const id = valueText(item);
    if (seen.has(id)) {
      distinct = false;
      problems.add(childPath(path, index), item, { got: `${id} a second time`, expected: 'each item once' });
    }
    seen.add(id);
  }
  return distinct;
}

function checkPairs(node: TreeNode, kind: Of<'pairs'>, problems: Problems, path: string): void {
  const expected = kind.mapOnly ? 'a mapping' : 'a mapping, or a list of NAME=value';
  if (node.kind === 'scalar' || (kind.mapOnly && node.kind === 'list')) {
    problems.add(path, node, { expected });
    return;
  }
  if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) {
      const isText = item.kind === 'scalar' && typeof item.value === 'string';
      if (!isText) problems.add(childPath(path, index), item, { expected: 'a text NAME=value' });
      else if (/^__proto__(?:=|$)/.test(String(item.value)))
        problems.add(childPath(path, index), item, { got: 'the name __proto__', expected: 'another name' });
    }
    checkDistinct(node, problems, path);
    return;
  }
  checkPairValues(node, kind, problems, path);
}

function checkPairValues(node: MapNode, kind: Of<'pairs'>, problems: Problems, path: string): void {
  for (const [name, value] of node.entries) {
    if (name === '') problems.add(path, value, { got: 'an empty name', expected: 'names' });
    const type =
      value.kind === 'scalar' && value.value !== null
        ? typeof value.value
        : value.kind === 'scalar'
          ? 'null'
          : 'other';
    const accepted =
      type === 'string' ||
      (!kind.textOnly && (type === 'number' || type === 'bigint')) ||
      (!kind.textOnly && !kind.noFlags && type === 'boolean') ||
      (!kind.textOnly && !kind.noNull && type === 'null');
    if (!accepted)
      problems.add(childPath(path, name), value, {
        expected: kind.textOnly ? 'a text' : 'a text or a number',
      });
  }
}

function checkHosts(node: TreeNode, problems: Problems, path: string): void {
  if (node.kind === 'scalar') {
    problems.add(path, node, { expected: 'a mapping of names to addresses, or a list of name=address' });
    return;
  }
  if (node.kind === 'list') checkDistinct(node, problems, path);
  const children: readonly (readonly [string | number, TreeNode])[] =
    node.kind === 'map' ? [...node.entries] : [...node.items.entries()];
  for (const [key, value] of children) {
    const values = value.kind === 'list' && node.kind === 'map' ? value.items : [value];
    for (const one of values) {
      const isText = one.kind === 'scalar' && typeof one.value === 'string';
      if (!isText) problems.add(childPath(path, key), one, { expected: 'an address' });
      else if (node.kind === 'list' && !/[=:]/.test(String(one.value))) {
        problems.add(childPath(path, key), one, { expected: 'name=address' });
      }
    }
  }
}

function checkCommand(node: TreeNode, problems: Problems, path: string): void {
  if (node.kind === 'scalar') {
    if (node.value === null || typeof node.value === 'string') return;
    problems.add(path, node, { expected: 'a command line, or a list of arguments' });
    return;
  }
  if (node.kind === 'map') {
    problems.add(path, node, { expected: 'a command line, or a list of arguments' });
    return;
  }
  for (const [index, item] of node.items.entries()) {
    const isText = item.kind === 'scalar' && typeof item.value === 'string';
    if (!isText)
      problems.add(childPath(path, index), item, { expected: 'a text', hint: 'write it in quotes' });
  }
}

function acceptsScalar(
  { value }: ScalarNode,
  kind: Of<'text' | 'flag' | 'number' | 'size' | 'duration'>,
): boolean {
  switch (kind.kind) {
    case 'text':
      return acceptsText(value, kind);
    case 'flag':
      return typeof value === 'boolean';
    case 'number':
      return acceptsNumber(value, kind);
    case 'size':
      return typeof value === 'string' || (!kind.textOnly && isNumber(value, kind.whole ?? false, kind.min));
    case 'duration':
      return typeof value === 'string';
  }
}

function isNumber(value: ScalarNode['value'], whole: boolean, min = Number.NEGATIVE_INFINITY): boolean {
  if (typeof value === 'bigint') return value >= min;
  return typeof value === 'number' && value >= min && (!whole || Number.isInteger(value));
}

function acceptsText(value: ScalarNode['value'], kind: Of<'text'>): boolean {
  if (value === null) return kind.alsoNull === true;
  if (typeof value === 'boolean') return kind.alsoFlag === true;
  if (typeof value === 'number' || typeof value === 'bigint')
    return kind.mode
      ? kind.min === undefined || isNumber(value, false, kind.min)
      : kind.alsoNumber === 'whole'
        ? isNumber(value, true)
        : !!kind.alsoNumber;
  if (kind.oneOf !== undefined && !kind.oneOf.includes(value)) return false;
  return kind.pattern === undefined || kind.pattern.test.test(value);
}

function acceptsNumber(value: ScalarNode['value'], kind: Of<'number'>): boolean {
  if (kind.all && value === 'all') return true;
  if (typeof value === 'bigint') return kind.min === undefined && kind.max === undefined;
  if (typeof value !== 'number' || !Number.isFinite(kind.single ? Math.fround(value) : value)) return false;
  if (kind.whole && !Number.isInteger(value)) return false;
  return value >= (kind.min ?? -Infinity) && value <= (kind.max ?? Infinity);
}

function expectedOf(kind: Kind): string {
  switch (kind.kind) {
    case 'text':
      if (kind.oneOf !== undefined) return `one of ${kind.oneOf.map((word) => `'${word}'`).join(', ')}`;
      return (
        kind.pattern?.expected ??
        (kind.min !== undefined ? "a mode in octal, such as '0440'" : undefined) ??
        (kind.alsoNumber ? 'a text or a number' : kind.alsoFlag ? 'a text, true or false' : 'a text')
      );
    case 'flag':
      return 'true or false';
    case 'number':
      return `a ${kind.whole ? 'whole number' : 'number'}${rangeOf(kind)}${kind.all ? ", or 'all'" : ''}`;
    case 'size':
      return kind.min === undefined
        ? "a size such as '512m'"
        : `a size such as '512m', of at least ${kind.min}`;
    case 'duration':
      return "a duration such as '1m30s'";
    case 'record': {
      const forms = [kind.short?.text && 'a text', kind.short?.number && 'a number'].filter(Boolean);
      return ['a mapping', ...forms].join(' or ');
    }
    default:
      return 'another value';
  }
}

function rangeOf({ min, max }: Of<'number'>): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  return min === undefined ? '' : ` from ${min} on`;
}
