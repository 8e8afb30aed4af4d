import { printNumber } from '../syntax/index.ts';
import type { TreeNode } from './node.ts';

/** A scalar as Docker Compose writes it where text belongs. */
export function valueText(node: TreeNode): string {
  if (node.kind !== 'scalar' || node.value === null) return '';
  const { value } = node;
  return typeof value === 'number' || typeof value === 'bigint'
    ? printNumber(value, node.fraction)
    : String(value);
}
