import { mergeDeep } from '../../json/index.ts';

/** How the values of two calls of one method become one; there is no earlier one at first. */
export type Combine<T> = (earlier: T | undefined, later: T) => T;

/** Both lists, one after the other. */
export function appended<T>(earlier: readonly T[] | undefined, later: readonly T[]): readonly T[] {
  return [...(earlier ?? []), ...later];
}

/** Both lists without repetitions. */
export function united<T>(earlier: readonly T[] | undefined, later: readonly T[]): readonly T[] {
  return [...new Set([...(earlier ?? []), ...later])];
}

/** Both lists, an entry of the later one taking the place of an earlier one with the same name. */
export function replacedByName<T extends { readonly name: string }>(
  earlier: readonly T[] | undefined,
  later: readonly T[],
): readonly T[] {
  return [...new Map([...(earlier ?? []), ...later].map((entry) => [entry.name, entry])).values()];
}

/** Both objects, the later one's keys winning. */
export function merged<T extends object>(earlier: T | undefined, later: T): T {
  return { ...earlier, ...later };
}

/** Both objects and the objects in them. */
export function mergedDeep<T extends object>(earlier: T | undefined, later: T): T {
  return mergeDeep(earlier, later) as T;
}
