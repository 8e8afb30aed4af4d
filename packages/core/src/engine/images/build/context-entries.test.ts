import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contextEntries } from './context-entries.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docktopus-context-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), '');
  }
}

async function names(dockerfile = 'Dockerfile'): Promise<readonly string[]> {
  const entries = await contextEntries(folder, dockerfile, new AbortController().signal);
  return entries.map(({ name }) => name);
}

test('everything without a .dockerignore, parents first', async () => {
  await write('Dockerfile', 'src/a/b', 'src/c');
  expect(await names()).toEqual(['Dockerfile', 'src', 'src/a', 'src/a/b', 'src/c']);
});

test('ignored files stay out, except for exceptions and the files that the engine reads', async () => {
  await write('Dockerfile', 'src/a', 'node_modules/x/y', 'docs/keep', 'docs/drop', 'docs/deep/keep');
  await writeFile(join(folder, '.dockerignore'), '*\n!src\n!docs/keep\n');
  expect(await names()).toEqual(['.dockerignore', 'Dockerfile', 'docs/keep', 'src', 'src/a']);
  await writeFile(join(folder, '.dockerignore'), 'docs\n!**/keep\nnode_modules');
  expect(await names()).toEqual([
    '.dockerignore',
    'Dockerfile',
    'docs/deep/keep',
    'docs/keep',
    'src',
    'src/a',
  ]);
});

test('a Dockerfile in an ignored folder is still sent', async () => {
  await write('build/app.Dockerfile', 'a');
  await writeFile(join(folder, '.dockerignore'), 'build');
  expect(await names('build/app.Dockerfile')).toEqual(['.dockerignore', 'a', 'build/app.Dockerfile']);
});

test('links go along as links, wherever they point', async () => {
  await write('Dockerfile');
  await symlink('/etc/passwd', join(folder, 'link'));
  const entries = await contextEntries(folder, 'Dockerfile', new AbortController().signal);
  expect(entries[1]).toMatchObject({ name: 'link', host: { kind: 'link', target: '/etc/passwd' } });
});

test.each<[what: string, make: (path: string) => Promise<void>, code: string, says: string]>([
  [
    'a file',
    (path) => writeFile(path, ''),
    'path.not-found',
    'a part of the path is a file, not a directory (ENOTDIR)',
  ],
  ['a circle of links', (path) => symlink('place', path), 'path.invalid', 'its links form a circle (ELOOP)'],
])('%s in place of the folder is refused with its path and a hint', async (_, make, code, says) => {
  const place = join(folder, 'place');
  await make(place);
  await expect(contextEntries(place, 'Dockerfile', new AbortController().signal)).rejects.toMatchObject({
    code,
    operation: 'images.build',
    reason: expect.stringContaining(says),
    hint: expect.any(String),
    details: { path: join(place, 'Dockerfile') },
  });
});

test('a pipe is refused by its name, unless it is ignored', async () => {
  await write('Dockerfile');
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe')]);
  await expect(names()).rejects.toMatchObject({ code: 'archive.unsafe' });
  await writeFile(join(folder, '.dockerignore'), 'pipe\n!**/keep');
  expect(await names()).toEqual(['.dockerignore', 'Dockerfile']);
});

test('a folder without a Dockerfile is refused', async () => {
  await expect(names()).rejects.toMatchObject({
    code: 'path.not-found',
    reason: 'there is no Dockerfile in this folder',
  });
});
