import { safeEntries } from './read-record.ts';
import type { Reader } from './reader.ts';

/** How each field of an object is read. */
export type FieldReaders<T> = { readonly [K in keyof T]-?: Reader<NonNullable<T[K]>> };

/** An object with known fields; unknown ones are reported with the nearest known one. */
export function readFields<T extends object>(fields: FieldReaders<T>): Reader<Partial<T>> {
  return (value, problems) => {
    const entries = safeEntries(value, problems);
    if (entries === undefined) return undefined;
    const result: Partial<Record<string, unknown>> = {};
    for (const [key, entry] of entries) {
      if (!Object.hasOwn(fields, key)) {
        problems.refuseUnknown(key, Object.keys(fields));
        continue;
      }
      const read = fields[key as keyof T] as Reader<unknown>;
      const field = read(entry, problems.at(key));
      if (field !== undefined) result[key] = field;
    }
    return result as Partial<T>;
  };
}
