import { basename, join, resolve } from 'node:path';
import { parseJsonFile, readIfThere } from '../host/index.ts';
import {
  checkOptions,
  type OptionReaders,
  Problems,
  type Reader,
  readAnyText,
  readList,
  readObject,
  readText,
} from '../input/index.ts';
import { isRecord } from '../json/index.ts';
import { commandLineSource } from './command-line-source.ts';
import { configFileSource } from './config-file-source.ts';
import { type ConfigSource, treeEntries } from './config-source.ts';
import { Configuration } from './configuration.ts';
import { defaultName } from './default-name.ts';
import { envFileSource } from './env-file-source.ts';
import { environmentSource } from './environment-source.ts';
import type { LoadConfigOptions } from './load-config-options.ts';

const readTextOrFalse: Reader<unknown> = (value, problems) =>
  value === false || (typeof value === 'string' && value !== '')
    ? value
    : problems.refuse(value, 'the path of a file, or false');

/** What is in them is checked when a schema reads it. */
const readSettings: Reader<unknown> = (value, problems) =>
  isRecord(value) ? value : problems.refuse(value, 'an object');

/** `process.env` is no literal. What it holds is shown to nobody. */
const readVariables: Reader<unknown> = (value, problems) =>
  readObject(value, new Problems()) ?? problems.refuseSecret('an object of variables, such as process.env');

const OPTIONS: OptionReaders<LoadConfigOptions> = {
  values: readSettings,
  args: (value, problems) => (value === false ? value : readList(readAnyText)(value, problems)),
  env: (value, problems) => (value === false ? value : readVariables(value, problems)),
  envFile: readTextOrFalse,
  file: readTextOrFalse,
  prefix: readAnyText,
  directory: readText,
};

/** What {@link loadConfig} does: the sources in their order. */
export async function gatherSettings(options: LoadConfigOptions): Promise<Configuration> {
  checkOptions(options, OPTIONS, 'loadConfig', undefined, 'config.invalid');
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
