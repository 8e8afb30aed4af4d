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
import type { LoadConfigOptions } from './load-config-options.ts';

/** What {@link loadConfig} does: the sources in their order. */
export async function gatherSettings(options: LoadConfigOptions): Promise<Configuration> {
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
