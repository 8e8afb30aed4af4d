import type { ConfigEntry, ConfigSource } from './config-source.ts';

/** One setting and the source that won. */
export interface Setting extends ConfigEntry {
  readonly source: ConfigSource;
}

/** Settings by their path, joined with dots. */
export type Settings = ReadonlyMap<string, Setting>;

/** Merges sources, given from the most to the least important: each leaf comes from the first that has it. */
export function mergeSources(sources: readonly ConfigSource[]): Settings {
  const settings = new Map<string, Setting>();
  for (const source of [...sources].reverse()) {
    for (const entry of source.entries) {
      const key = entry.path.join('.');
      // A value replaces the tree that a lesser source has in its place, and the other way round.
      for (const other of settings.keys()) {
        if (other.startsWith(`${key}.`) || key.startsWith(`${other}.`)) settings.delete(other);
      }
      settings.set(key, { ...entry, source });
    }
  }
  return settings;
}

/** The settings as a tree of plain objects, each leaf as `read` reads it. */
export function settingsTree(
  settings: Settings,
  read: (setting: Setting, key: string) => unknown,
): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [key, setting] of settings) {
    let at = root;
    for (const part of setting.path.slice(0, -1)) {
      if (!Object.hasOwn(at, part)) define(at, part, {});
      at = at[part] as Record<string, unknown>;
    }
    define(at, setting.path.at(-1) ?? '', read(setting, key));
  }
  return root;
}

/** Assigning `__proto__` would change the object's prototype. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
