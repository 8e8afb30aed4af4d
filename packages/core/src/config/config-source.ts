import { isRecord } from '../json/index.ts';

/** One place that settings came from. Later rooms see the merged tree; this is kept for messages. */
export interface ConfigSource {
  /** For people: `the environment`, `.env`, `docktopus.config.yaml`, `the command line`. */
  readonly name: string;
  /** Whether a secret may stand there: not where other users of the machine, or a repository, can see it. */
  readonly keepsSecrets: boolean;
  /** Whether it may hold keys of other programs, as the environment does. @default false */
  readonly shared?: boolean;
  /** Whether its values are built in rather than written by a user. @default false */
  readonly isDefault?: boolean;
  /** Values by their path of keys. */
  readonly entries: readonly ConfigEntry[];
}

export interface ConfigEntry {
  /** `['database', 'url']` */
  readonly path: readonly string[];
  readonly value: unknown;
  /** How the source itself calls it: `DOCKTOPUS_LOG_LEVEL`, `--log-level`, `logLevel`. */
  readonly label: string;
  /** Whether the source knows text only, so that `"5"` may stand for the number. */
  readonly isText: boolean;
}

/** The entries of a tree of settings, one per leaf; lists are leaves. */
export function treeEntries(
  tree: Readonly<Record<string, unknown>>,
  above: readonly string[] = [],
): ConfigEntry[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = [...above, key];
    if (value === undefined) return [];
    if (isTree(value)) return treeEntries(value, path);
    return [{ path, value, label: path.join('.'), isText: false }];
  });
}

/** Whether `value` is a plain object with string keys, rather than a list or an instance of something. */
export function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && Object.keys(value).length > 0;
}
