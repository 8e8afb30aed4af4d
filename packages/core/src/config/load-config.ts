import type { Configuration } from './configuration.ts';

/** Where settings are looked for. Everything has a default that suits a service; tests pass their own. */
export interface LoadConfigOptions {
  /** Settings given in code: they win over every other source. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** The command line's arguments. `false` ignores them. @default process.argv.slice(2) */
  readonly args?: readonly string[] | false | undefined;
  /** Environment variables. `false` ignores them. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | false | undefined;
  /** A file of variables as Compose reads them, relative to `directory`; it must be there. `false` ignores `.env`. @default '.env' if there is one */
  readonly envFile?: string | false | undefined;
  /** The configuration file, relative to `directory`. `false` ignores it. @default the one docktopus.config.* there is */
  readonly file?: string | false | undefined;
  /** What the names of environment variables begin with. @default 'DOCKTOPUS_' */
  readonly prefix?: string | undefined;
  /** The blueprint's directory. @default process.cwd() */
  readonly directory?: string | undefined;
}

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
