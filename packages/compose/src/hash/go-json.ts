import type { Kind } from '../schema/index.ts';

/**
 * A value of the model in JSON, byte for byte as Docker Compose writes it: the keys of a record in the order of their
 * table, the names of a mapping sorted, extensions left out, and `<`, `>` and `&` escaped.
 */
export function goJson(value: unknown, kind?: Kind): string {
  if (Array.isArray(value)) {
    const below = kind?.kind === 'list' ? kind.of : undefined;
    return `[${value.map((item) => goJson(item, below)).join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) return scalarJson(value);
  const given = value as Readonly<Record<string, unknown>>;
  const entries = kind?.kind === 'record' ? recordEntries(given, kind) : sortedEntries(given, kind);
  return `{${entries.join(',')}}`;
}

function recordEntries(
  given: Readonly<Record<string, unknown>>,
  kind: Extract<Kind, { kind: 'record' }>,
): readonly string[] {
  return Object.entries(kind.keys).flatMap(([key, below]) => {
    if (!Object.hasOwn(given, key) || given[key] === undefined) return [];
    return [`${JSON.stringify(kind.capital ? capital(key) : key)}:${goJson(given[key], below)}`];
  });
}

function sortedEntries(given: Readonly<Record<string, unknown>>, kind: Kind | undefined): readonly string[] {
  const below = kind?.kind === 'map' ? kind.of : undefined;
  return Object.keys(given)
    .sort(byBytes)
    .map((key) => `${scalarJson(key)}:${goJson(given[key], below)}`);
}

function scalarJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function capital(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
