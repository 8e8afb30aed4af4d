import type { Problems } from './problems.ts';
import type { Reader } from './reader.ts';

/** A list, each entry read by `read`; entries that are refused are left out. */
export function readList<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value, problems) =>
    Array.isArray(value) ? readEntries(value, read, problems) : problems.refuse(value, 'a list');
}

/** A list whose entries are lists of `T` each, as one list. */
export function readFlat<T>(read: Reader<readonly T[]>): Reader<readonly T[]> {
  return (value, problems) => readList(read)(value, problems)?.flat();
}

/** A list whose entries are objects, as one object; later keys win. */
export function readEach<T>(read: Reader<Readonly<Record<string, T>>>): Reader<Readonly<Record<string, T>>> {
  return (value, problems) => {
    const records = readList(read)(value, problems);
    return records === undefined ? undefined : Object.assign({}, ...records);
  };
}

function readEntries<T>(entries: readonly unknown[], read: Reader<T>, problems: Problems): readonly T[] {
  return entries.flatMap((entry, position) => {
    const result = read(entry, problems.index(position));
    return result === undefined ? [] : [result];
  });
}
