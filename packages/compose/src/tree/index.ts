export {
  EMPTY_MAP,
  entryOf,
  isMap,
  isNull,
  type ListNode,
  list,
  type MapNode,
  map,
  type Place,
  type ScalarNode,
  type ScalarValue,
  scalar,
  type TreeNode,
  textOf,
  withEntry,
} from './node.ts';
export { nodeOf, plainOf } from './plain.ts';
export { type ComposeIssue, childPath, gotOf, Problems } from './problem.ts';
export { valueText } from './value-text.ts';
