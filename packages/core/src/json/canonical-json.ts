import { isRecord } from './is-record.ts';

/** JSON with the keys of every object in order, so that equal data gives equal text; `undefined` and functions are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isRecord(part) ? sorted(part) : part));
}

function sorted(record: Readonly<Record<string, unknown>>): unknown {
  // A null prototype keeps a key such as `__proto__` an ordinary one.
  const copy: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(record).sort()) copy[key] = record[key];
  return copy;
}
