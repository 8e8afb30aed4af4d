import { basename, join, resolve } from 'node:path';
import { parseJsonFile, readIfThere } from '../host/index.ts';
import { isRecord } from '../json/index.ts';
import { commandLineSource } from './command-line-source.ts';
import { configFileSource } from './config-file-source.ts';
import { type ConfigSource, treeEntries } from './config-source.ts';
import { Configuration } from './configuration.ts';
import { defaultName } from './default-name.ts';
import { envFileSource } from './env-file-source.ts';
import { environmentSource } from './environment-source.ts';

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
  const directory = resolve(options.directory ?? process.cwd());
  const prefix = options.prefix ?? 'DOCKTOPUS_';
  const { args = process.argv.slice(2), env = process.env, envFile, file } = options;
  const sources: (ConfigSource | undefined)[] = [
    { name: 'the code', keepsSecrets: true, entries: treeEntries(options.values ?? {}) },
    args === false ? undefined : commandLineSource(args),
    env === false ? undefined : environmentSource('the environment', env, prefix),
    envFile === false
      ? undefined
      : await envFileSource(resolve(directory, envFile ?? '.env'), prefix, env || {}, envFile !== undefined),
    file === false ? undefined : await configFileSource(directory, file),
    await defaultsSource(directory),
  ];
  return new Configuration(
    sources.filter((source) => source !== undefined),
    prefix,
  );
}

/** A blueprint that was not given a name is called like its package, else like its directory. */
async function defaultsSource(directory: string): Promise<ConfigSource> {
  const file = join(directory, 'package.json');
  const text = await readIfThere(file, 'config');
  const manifest = text === undefined ? undefined : parseJsonFile(text, file, 'config');
  const named = isRecord(manifest) && typeof manifest.name === 'string' && manifest.name !== '';
  const given = named ? String(manifest.name) : basename(directory);
  return {
    name: 'the defaults',
    isDefault: true,
    keepsSecrets: false,
    // A name that cannot be used is refused when it is read, unless another source has one.
    entries: treeEntries({
      name: defaultName(given) ?? (given || directory),
      dataDir: join(directory, '.docktopus'),
    }),
  };
}
