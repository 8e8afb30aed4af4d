import { type Parsed, parsed, refused } from '../../input/index.ts';

/** One variable: `null` when it has no value. */
export interface EnvEntry {
  readonly key: string;
  readonly value: string | null;
}

/**
 * `KEY=value` or `KEY`, as `docker run --env`: everything after the first `=` is the value, `KEY=` is an empty one, and
 * `KEY` alone takes the value that `environment` has, or none. Names are not restricted otherwise, as Docker's are not.
 */
export function parseEnvEntry(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): Parsed<EnvEntry> {
  if (text.includes('\0')) return refused('KEY=value without NUL bytes');
  const equals = text.indexOf('=');
  const key = equals === -1 ? text : text.slice(0, equals);
  if (key === '') return refused('KEY=value with a name before the =');
  const inherited = Object.hasOwn(environment, key) ? environment[key] : undefined;
  return parsed({ key, value: equals === -1 ? (inherited ?? null) : text.slice(equals + 1) });
}

export function printEnvEntry({ key, value }: EnvEntry): string {
  return value === null ? key : `${key}=${value}`;
}
