import { basename, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { parseJsonFile, readIfThere } from '../host/index.ts';
import { isRecord } from '../json/index.ts';
import { commandLineSource } from './command-line-source.ts';
import { configFileSource } from './config-file-source.ts';
import { type ConfigSource, treeEntries } from './config-source.ts';
import { Configuration } from './configuration.ts';
import { environmentSource } from './environment-source.ts';

/** Where settings are looked for. Everything has a default that suits a service; tests pass their own. */
export interface LoadConfigOptions {
  /** Settings given in code: they win over every other source. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** The command line's arguments. `false` ignores them. @default process.argv.slice(2) */
  readonly args?: readonly string[] | false | undefined;
  /** Environment variables. `false` ignores them. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | false | undefined;
  /** A file of variables, relative to `directory`. `false` ignores it. @default '.env' */
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
  const { args = process.argv.slice(2), env = process.env, envFile = '.env', file } = options;
  const sources: (ConfigSource | undefined)[] = [
    { name: 'the code', keepsSecrets: true, entries: treeEntries(options.values ?? {}) },
    args === false ? undefined : commandLineSource(args),
    env === false ? undefined : environmentSource('the environment', env, prefix),
    envFile === false ? undefined : await envFileSource(join(directory, envFile), prefix),
    file === false ? undefined : await configFileSource(directory, file),
    await defaultsSource(directory),
  ];
  return new Configuration(
    sources.filter((source) => source !== undefined),
    prefix,
  );
}

async function envFileSource(path: string, prefix: string): Promise<ConfigSource | undefined> {
  const text = await readIfThere(path, 'config');
  return text === undefined ? undefined : environmentSource(path, parseEnv(text), prefix);
}

/** A blueprint that was not given a name is called like its package, else like its directory. */
async function defaultsSource(directory: string): Promise<ConfigSource> {
  const file = join(directory, 'package.json');
  const text = await readIfThere(file, 'config');
  const manifest = text === undefined ? undefined : parseJsonFile(text, file, 'config');
  const name = isRecord(manifest) ? manifest.name : undefined;
  const given = typeof name === 'string' ? name.replace(/^@/, '') : basename(directory);
  const plain = given
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^a-z0-9]+/i, '')
    .slice(0, 63);
  return {
    name: 'the defaults',
    keepsSecrets: false,
    entries: treeEntries({ name: plain === '' ? undefined : plain, dataDir: join(directory, '.docktopus') }),
  };
}
