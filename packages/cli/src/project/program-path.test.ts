import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programPath } from './program-path.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docktopus-program-'));
  await mkdir(join(folder, 'empty'));
  await mkdir(join(folder, 'service/src'), { recursive: true });
  await mkdir(join(folder, 'folder.ts'));
  for (const name of ['main.ts', 'plain', 'notes.md', 'data.json', 'service/src/main.ts'])
    await writeFile(join(folder, name), '');
  await symlink('circle.ts', join(folder, 'circle.ts'));
  await symlink('main.ts', join(folder, 'link.ts'));
});

afterAll(() => rm(folder, { recursive: true }));

test.each(['main.ts', 'link.ts', 'plain', './service/../main.ts'])('%s names a program', async (name) => {
  const expected = name.endsWith('../main.ts') ? 'main.ts' : name;
  expect(await programPath(join(folder, name))).toBe(join(folder, expected));
});

const NAME_IT = 'Name the file that starts your blueprint, such as main.ts';
const ENDS = 'Expected a file that ends with .ts, .mts, .cts, .tsx, .js, .mjs, .cjs';
const meant = (name: string) => `Name the file that starts your blueprint: did you mean FOLDER/${name}?`;

test.each([
  ['empty', 'FOLDER/empty is a folder', NAME_IT],
  ['folder.ts', 'FOLDER/folder.ts is a folder', NAME_IT],
  ['service', 'FOLDER/service is a folder', meant('service/src/main.ts')],
  ['.', 'FOLDER is a folder', meant('main.ts')],
  ['nothing.ts', 'there is no file FOLDER/nothing.ts', NAME_IT],
  ['main', 'there is no file FOLDER/main', meant('main.ts')],
  ['main.js', 'there is no file FOLDER/main.js', meant('main.ts')],
  ['notes.md', 'FOLDER/notes.md is not a program: it ends with .md', ENDS],
  ['data.json', 'FOLDER/data.json is not a program: it ends with .json', ENDS],
])('%s: %s', async (name, message, hint) => {
  const failure = await programPath(join(folder, name)).then(
    () => undefined,
    (error) => ({ message: error.message, hint: error.hint, exitCode: error.exitCode }),
  );
  const inFolder = (text: string) => text.replaceAll('FOLDER', folder);
  expect(failure).toEqual({ message: inFolder(message), hint: inFolder(hint), exitCode: 2 });
});

test.each([
  [' ', 'the name of the file is empty'],
  ['/dev/null', '/dev/null is not a file'],
])('%j names no file', async (given, message) => {
  await expect(programPath(given)).rejects.toMatchObject({ message, hint: NAME_IT, exitCode: 2 });
});

test.each([
  ['circle.ts', 'path.invalid', 'ELOOP'],
  ['main.ts/x.ts', 'path.not-found', 'ENOTDIR'],
  ['n'.repeat(300), 'path.invalid', 'ENAMETOOLONG'],
])('a path that cannot be read is an error with its code: %s', async (name, code, errno) => {
  const path = join(folder, name);
  await expect(programPath(path)).rejects.toMatchObject({ code, details: { path, errno } });
});
