import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defaultName } from './default-name.ts';
import { BlueprintEnvironment, loadConfig } from './index.ts';

test.each([
  ['cache', 'cache'],
  ['@acme/cache', 'acme-cache'],
  ['my app', 'my-app'],
  ['_private', 'private'],
  ['...', undefined],
  ['', undefined],
])('a blueprint in %j is called %s', (given, name) => {
  expect(defaultName(given)).toBe(name);
});

const foreign = [
  '数据库',
  'サービス',
  'café',
  'cafè',
  '🐙',
  'кэш',
  `${'long'.repeat(20)}-a`,
  `${'long'.repeat(20)}-b`,
];

test('names that must be changed stay distinct, and are valid in container names', () => {
  const names = foreign.map(defaultName);
  expect(new Set(names).size).toBe(foreign.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9][\w.-]{0,62}$/i);
  expect(names[0]).toMatch(/^blueprint-[0-9a-f]{8}$/);
  expect(names[2]).toMatch(/^caf-[0-9a-f]{8}$/);
});

test('a name is the same however its accents are encoded', () => {
  expect(defaultName('caf\u00e9')).toBe(defaultName('cafe\u0301'));
});

async function nameIn(folder: string, manifest?: object): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'docktopus-name-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const directory = join(parent, folder);
  await mkdir(directory, { recursive: true });
  if (manifest !== undefined) await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
  return (await loadConfig({ args: false, env: false, file: false, directory })).read(BlueprintEnvironment)
    .name;
}

test('an empty name in package.json counts as none, and the directory has it', async () => {
  expect(await nameIn('cache', { name: '' })).toBe('cache');
});

test('a directory without a usable name is refused, with the advice to set one', async () => {
  await expect(nameIn('...')).rejects.toThrow(
    'name from the defaults: got "...", expected letters, digits, dots, dashes and underscores, starting with a letter or digit; set DOCKTOPUS_NAME',
  );
  const root = await loadConfig({ args: false, env: false, file: false, directory: '/' });
  expect(() => root.read(BlueprintEnvironment)).toThrow('name from the defaults: got "/", expected ');
  const named = await loadConfig({ args: false, env: { DOCKTOPUS_NAME: 'x1' }, file: false, directory: '/' });
  expect(named.read(BlueprintEnvironment).name).toBe('x1');
});
