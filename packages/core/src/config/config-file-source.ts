import { access } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DocktopusError, invalid, isDocktopusError, printable } from '../errors/index.ts';
import { hostError, parseJsonFile, readTextFile } from '../host/index.ts';
import { type ConfigSource, isTree, treeEntries } from './config-source.ts';

const EXTENSIONS = ['ts', 'mts', 'js', 'mjs', 'json', 'yaml', 'yml'];

/**
 * Reads `docktopus.config.{ts,mts,js,mjs,json,yaml,yml}` of `directory`, or the file at `path`.
 *
 * A module's default export is the settings, or a function (async or not) that returns them.
 *
 * @throws DocktopusError `config.invalid` for two such files, one that does not parse, or one that holds no settings.
 */
export async function configFileSource(directory: string, path?: string): Promise<ConfigSource | undefined> {
  const file = path === undefined ? await findFile(directory) : resolve(directory, path);
  if (file === undefined) return undefined;
  const settings = await readSettings(file);
  if (settings === undefined || settings === null) return { name: file, keepsSecrets: false, entries: [] };
  if (typeof settings !== 'object' || Array.isArray(settings)) {
    throw invalid('config.invalid', 'config', [
      {
        path: file,
        got: printable(settings),
        expected: 'an object of settings, or a function that returns one',
      },
    ]);
  }
  return { name: file, keepsSecrets: false, entries: isTree(settings) ? treeEntries(settings) : [] };
}

async function findFile(directory: string): Promise<string | undefined> {
  const candidates = EXTENSIONS.map((extension) => join(directory, `docktopus.config.${extension}`));
  const there = await Promise.all(
    candidates.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  const found = candidates.filter((_, index) => there[index]);
  if (found.length < 2) return found[0];
  throw invalid(
    'config.invalid',
    'config',
    found.map((file) => ({
      path: file,
      got: `${found.length} configuration files`,
      expected: 'one',
    })),
  );
}

async function readSettings(file: string): Promise<unknown> {
  try {
    switch (extname(file)) {
      case '.json':
        return parseJsonFile(await readTextFile(file, 'config'), file, 'config');
      case '.yaml':
      case '.yml': {
        const { parseYaml } = await import('./yaml.ts');
        return parseYaml(await readTextFile(file, 'config'), { merge: true, maxAliasCount: 100 });
      }
      default:
        return await settingsOfModule(file);
    }
  } catch (error) {
    throw unreadable(file, hostError(error, { operation: 'config', path: file, to: 'read' }));
  }
}

function unreadable(file: string, cause: unknown): DocktopusError {
  const isTypeScript =
    extname(file).endsWith('ts') && (cause as { code?: unknown }).code === 'ERR_UNKNOWN_FILE_EXTENSION';
  const known = isDocktopusError(cause) ? cause : undefined;
  const hint = isTypeScript
    ? 'Start the blueprint with tsx, or write the file in JavaScript, JSON or YAML'
    : known?.hint;
  const reason = isTypeScript ? 'this version of Node.js does not load TypeScript' : known?.reason;
  const facts = {
    operation: 'config',
    subject: file,
    reason: reason ?? 'the file cannot be read',
    hint,
    cause,
  };
  return new DocktopusError('config.invalid', facts);
}

async function settingsOfModule(file: string): Promise<unknown> {
  const { default: settings }: { default?: unknown } = await import(
    /* webpackIgnore: true */ /* @vite-ignore */ pathToFileURL(file).href
  );
  return typeof settings === 'function' ? settings() : settings;
}
