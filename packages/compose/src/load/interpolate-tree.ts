import { interpolate, type Variables } from '@docktopus/core/kit';
import type { Kind } from '../schema/index.ts';
import { kindBelow, mapChildren } from '../schema/walk.ts';
import { childPath, type Problems, type ScalarNode, scalar, type TreeNode } from '../tree/index.ts';

/** Collects the names of variables that had neither a value nor a default. */
export interface InterpolationContext {
  readonly variables: Variables;
  readonly problems: Problems;
  readonly unset: Set<string>;
}

/**
 * Puts variables into every text, once: a value can neither add keys nor be interpolated again. Where a number or a
 * switch belongs, its text becomes one.
 */
export function interpolateTree(
  node: TreeNode,
  kind: Kind | undefined,
  context: InterpolationContext,
  path = '',
): TreeNode {
  if (node.kind === 'scalar') return interpolateScalar(node, kind, context, path);
  return mapChildren(node, (child, key) =>
    interpolateTree(child, kind && kindBelow(kind, key), context, childPath(path, key)),
  );
}

function interpolateScalar(
  node: ScalarNode,
  kind: Kind | undefined,
  context: InterpolationContext,
  path: string,
): ScalarNode {
  if (typeof node.value !== 'string') return node;
  const result = interpolate(node.value, context.variables);
  if (!result.ok) {
    context.problems.add(path, node, {
      expected: 'a text whose variables can be replaced',
      because: result.problem,
    });
    return node;
  }
  for (const name of result.unset) context.unset.add(name);
  const value = kind === undefined ? result.text : cast(result.text, kind);
  return value === node.value
    ? node
    : { ...scalar(value, node), ...(node.tag === undefined ? {} : { tag: node.tag }) };
}

const TRUE = /^(1|t|true|y|yes|on)$/i;
const FALSE = /^(0|f|false|n|no|off)$/i;

/** A text that is no number or switch stays, and the check says so. */
function cast(text: string, kind: Kind): string | number | boolean {
  if (kind.kind === 'flag' && !kind.strict) return TRUE.test(text) ? true : FALSE.test(text) ? false : text;
  if (kind.kind === 'number' && !kind.strict) return numberOf(text, kind.whole) ?? text;
  // A limit that is one number for both: `ulimits: { nofile: "65535" }`.
  if (kind.kind === 'record' && kind.short?.number && !kind.short.text) return numberOf(text, true) ?? text;
  return text;
}

function numberOf(text: string, whole: boolean): number | undefined {
  if (/^[-+]?\d+$/.test(text)) return Number(text);
  if (/^[-+]?0[xX][0-9a-fA-F]+$|^[-+]?0[oO][0-7]+$|^[-+]?0[bB][01]+$/.test(text)) {
    const value = Number(text.replace(/^[-+]/, ''));
    return text.startsWith('-') ? -value : value;
  }
  return !whole && /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}
