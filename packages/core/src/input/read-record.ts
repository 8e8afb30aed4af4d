import { isRecord } from '../json/index.ts';
import type { Problems } from './problems.ts';
import type { Reader } from './reader.ts';

const POLLUTING_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Reports a key that could reach an object's prototype, or that ends early in the engine. */
export function isSafeKey(key: string, problems: Problems): boolean {
  if (POLLUTING_KEYS.includes(key)) {
    problems.at(key).refuse(key, 'any key but __proto__, constructor and prototype');
    return false;
  }
  if (key.includes('\0')) {
    problems.at(key).refuse(key, 'a key without NUL bytes');
    return false;
  }
  return true;
}

/** The entries of a plain object whose keys are safe and whose values are not `undefined`. */
export function safeEntries(
  value: unknown,
  problems: Problems,
): readonly (readonly [string, unknown])[] | undefined {
  return keyedEntries(value, problems)?.filter(([, entry]) => entry !== undefined);
}

/** An object with keys of the author's choice, each value read by `read`; `undefined` says nothing. */
export function readRecord<T>(read: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value, problems) => toRecord(safeEntries(value, problems), read, problems);
}

/** As {@link readRecord}, for values that must be there: `read` is to refuse `undefined`. */
export function readFullRecord<T>(read: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value, problems) => toRecord(keyedEntries(value, problems), read, problems);
}

function keyedEntries(
  value: unknown,
  problems: Problems,
): readonly (readonly [string, unknown])[] | undefined {
  if (!isRecord(value)) return problems.refuse(value, 'an object');
  return Object.entries(value).filter(([key]) => isSafeKey(key, problems));
}

function toRecord<T>(
  entries: readonly (readonly [string, unknown])[] | undefined,
  read: Reader<T>,
  problems: Problems,
): Readonly<Record<string, T>> | undefined {
  if (entries === undefined) return undefined;
  const record: Record<string, T> = {};
  for (const [key, entry] of entries) {
    const result = read(entry, problems.at(key));
    if (result !== undefined) record[key] = result;
  }
  return record;
}
