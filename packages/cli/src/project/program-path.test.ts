import { execFileSync } from 'node:child_process';
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
  execFileSync('mkfifo', [join(folder, 'pipe.ts')]);
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
  ['pipe.ts', 'FOLDER/pipe.ts is not a file', NAME_IT],
])('%s: %s', async (name, message, hint) => {
  const failure = await programPath(join(folder, name)).then(
    () => undefined,
    (error) => ({ message: error.message, hint: error.hint, exitCode: error.exitCode }),
  );
  const inFolder = (text: string) => text.replaceAll('FOLDER', folder);
  expect(failure).toEqual({ message: inFolder(message), hint: inFolder(hint), exitCode: 2 });
});

test('an argument that is empty names no file', async () => {
  await expect(programPath(' ')).rejects.toMatchObject({
    message: 'the name of the file is empty',
    hint: NAME_IT,
  });
});

test.each([
  ['circle.ts', 'its links lead in a circle (ELOOP)'],
  ['main.ts/x.ts', 'a part of the path is a file and no directory (ENOTDIR)'],
  ['n'.repeat(300), 'the name is too long (ENAMETOOLONG)'],
])('of a path that cannot be read, the reason is said in words: %s', async (name, reason) => {
  await expect(programPath(join(folder, name))).rejects.toThrow(
    `docktopus ${join(folder, name)}: it cannot be read: ${reason}`,
  );
});
