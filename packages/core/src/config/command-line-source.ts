import type { ConfigEntry, ConfigSource } from './config-source.ts';

/**
 * Reads `--log-level=debug`, `--log-level debug`, `--dry-run`, `--no-dry-run` and `--database.url x`.
 *
 * Everything after `--`, and words without dashes, are the program's own.
 */
export function commandLineSource(args: readonly string[]): ConfigSource {
  const entries: ConfigEntry[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') break;
    const [, option, inline] = /^--([a-z][\w.-]*)(?:=(.*))?$/is.exec(arg) ?? [];
    if (option === undefined) continue;
    const next = args[index + 1];
    if (inline !== undefined) entries.push(entry(option, inline, true));
    else if (next !== undefined && !next.startsWith('-')) {
      entries.push(entry(option, next, true));
      index++;
    } else if (option.startsWith('no-')) entries.push(entry(option.slice(3), false, false));
    else entries.push(entry(option, true, false));
  }
  return { name: 'the command line', keepsSecrets: false, entries };
}

function entry(option: string, value: unknown, isText: boolean): ConfigEntry {
  const path = option
    .split('.')
    .map((word) => word.replace(/-([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase()));
  return { path, value, label: `--${option}`, isText };
}
