import type { Kind } from '../schema/index.ts';

/**
 * A value of the model as Docker Compose writes it in JSON: keys of a record in the order of their table, names of a
 * mapping sorted.
 */
export function goOrder(value: unknown, kind: Kind | undefined): unknown {
  if (Array.isArray(value))
    return value.map((item) => goOrder(item, kind?.kind === 'list' ? kind.of : undefined));
  if (typeof value !== 'object' || value === null) return value;
  const given = value as Readonly<Record<string, unknown>>;
  if (kind?.kind === 'record') {
    const keys = Object.keys(kind.keys).filter((key) => Object.hasOwn(given, key));
    return Object.fromEntries(
      keys.map((key) => [kind.capital ? capital(key) : key, goOrder(given[key], kind.keys[key])]),
    );
  }
  const below = kind?.kind === 'map' ? kind.of : undefined;
  return Object.fromEntries(
    Object.keys(given)
      .sort(byBytes)
      .map((key) => [key, goOrder(given[key], below)]),
  );
}

function capital(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
