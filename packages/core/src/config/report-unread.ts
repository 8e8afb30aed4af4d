import { invalid, printIssue, warn } from '../errors/index.ts';
import type { BlueprintEnvironment } from './blueprint-environment.ts';
import type { Configuration } from './configuration.ts';

const reported = new WeakSet<Configuration>();

/**
 * Reports the settings that no reader has asked for, once and as loudly as `strict` says.
 *
 * @throws DocktopusError `config.invalid` naming all of them, when it is `'error'`.
 */
export function reportUnread(configuration: Configuration, strict: BlueprintEnvironment['strict']): void {
  if (strict === 'off' || reported.has(configuration)) return;
  reported.add(configuration);
  const unread = configuration.unread();
  if (unread.length === 0) return;
  if (strict === 'error') throw invalid('config.invalid', 'config', unread);
  const lines = unread.map((issue) => `  ${printIssue(issue)}`);
  warn(`unknown settings, which no @config reads:\n${lines.join('\n')}`, 'DOCKTOPUS_UNREAD');
}
