import { isRecord } from '../json/index.ts';
import { safeEntries } from './read-record.ts';
import type { Reader } from './reader.ts';

/** How each field of an object is read. */
export type FieldReaders<T> = { readonly [K in keyof T]-?: Reader<NonNullable<T[K]>> };

/**
 * An object with known fields; unknown ones are reported with the nearest known one.
 *
 * @param required what is expected of fields that must be there: one that is missing, or present but `undefined`, is a
 *   problem, and so is the object without it.
 */
export function readFields<T extends object, R extends keyof T = never>(
  fields: FieldReaders<T>,
  required: { readonly [K in R]: string } = {} as { readonly [K in R]: string },
): Reader<Partial<T> & Pick<T, R>> {
  return (value, problems) => {
    const entries = safeEntries(value, problems);
    if (entries === undefined || !isRecord(value)) return undefined;
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
    const needed = Object.entries<string>(required);
    for (const [key, expected] of needed) {
      if (value[key] === undefined) problems.at(key).report(key in value ? 'undefined' : 'nothing', expected);
    }
    return needed.every(([key]) => key in result) ? (result as Partial<T> & Pick<T, R>) : undefined;
  };
}
