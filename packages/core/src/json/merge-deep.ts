import { isRecord } from './is-record.ts';

/**
 * `over` on top of `base`: objects merge key by key; everything else, arrays and `null` included, replaces.
 *
 * `undefined` leaves what is there. Neither argument is changed.
 */
export function mergeDeep(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isRecord(over)) return over;
  const merged: Record<string, unknown> = isRecord(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(over)) {
    if (value !== undefined) merged[key] = mergeDeep(merged[key], value);
  }
  return merged;
}
