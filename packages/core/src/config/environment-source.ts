import type { ConfigEntry, ConfigSource } from './config-source.ts';

/**
 * Reads the variables that begin with `prefix`: `DOCKTOPUS_LOG_LEVEL` is `logLevel`, two underscores go one level
 * down: `DOCKTOPUS_DATABASE__URL` is `database.url`.
 */
export function environmentSource(
  name: string,
  variables: Readonly<Record<string, string | undefined>>,
  prefix: string,
): ConfigSource {
  const entries = Object.entries(variables).flatMap(([label, value]): ConfigEntry[] => {
    if (value === undefined || !label.startsWith(prefix) || label.length === prefix.length) return [];
    const path = label.slice(prefix.length).split('__').map(camelCase);
    return path.includes('') ? [] : [{ path, value, label, isText: true }];
  });
  return { name, keepsSecrets: true, shared: true, entries };
}

/** The variable of a setting: `logLevel` → `DOCKTOPUS_LOG_LEVEL`. */
export function variableOf(path: readonly string[], prefix: string): string {
  return prefix + path.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join('__');
}

function camelCase(word: string): string {
  return word.toLowerCase().replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
