import type { Configuration } from './configuration.ts';
import type { LoadConfigOptions } from './load-config-options.ts';

/**
 * Gathers the settings of a blueprint. The first source that has a key wins:
 *
 * | | source | key `logLevel` is called |
 * |---|---|---|
 * | 1 | `values` given in code | `logLevel` |
 * | 2 | the command line | `--log-level debug` |
 * | 3 | the environment | `DOCKTOPUS_LOG_LEVEL` |
 * | 4 | `.env` | `DOCKTOPUS_LOG_LEVEL` |
 * | 5 | `docktopus.config.{ts,js,json,yaml}` | `logLevel` |
 * | 6 | defaults of the schema | |
 *
 * @throws DocktopusError `config.invalid` when a file cannot be read; keys are checked when a schema reads them.
 */
export async function loadConfig(options: LoadConfigOptions = {}): Promise<Configuration> {
  const { gatherSettings } = await import('./gather-settings.ts');
  return await gatherSettings(options);
}
