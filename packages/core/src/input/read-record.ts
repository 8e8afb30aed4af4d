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
  if (!isRecord(value)) return problems.refuse(value, 'an object');
  return Object.entries(value).filter(([key, entry]) => entry !== undefined && isSafeKey(key, problems));
}

/** An object with keys of the author's choice, each value read by `read`. */
export function readRecord<T>(read: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value, problems) => {
    const entries = safeEntries(value, problems);
    if (entries === undefined) return undefined;
    const record: Record<string, T> = {};
    for (const [key, entry] of entries) {
      const result = read(entry, problems.at(key));
      if (result !== undefined) record[key] = result;
    }
    return record;
  };
}
