import type { Problems } from './problems.ts';

/** Something to call. */
export function readFunction(value: unknown, problems: Problems): unknown {
  return typeof value === 'function' ? value : problems.refuse(value, 'a function');
}
