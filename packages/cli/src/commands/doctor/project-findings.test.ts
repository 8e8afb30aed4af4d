import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectFindings } from './project-findings.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docktopus-doctor-'));
});
afterEach(() => rm(folder, { recursive: true }));

test.each<[what: string, make: (path: string) => Promise<unknown>, says: string]>([
  ['broken', (path) => writeFile(path, '{"name":'), 'it is not JSON: it ends too early'],
  ['empty', (path) => writeFile(path, ''), 'it is not JSON: it is empty'],
  ['a directory', (path) => mkdir(path), 'it cannot be read: it is a directory (EISDIR)'],
  [
    'a circle of links',
    (path) => symlink('package.json', path),
    'it cannot be read: its links form a circle (ELOOP)',
  ],
])('a package.json that is %s is a finding with its path', async (_, make, says) => {
  const path = join(folder, 'package.json');
  await make(path);
  expect(await projectFindings(folder)).toEqual([
    expect.objectContaining({
      check: 'project.manifest',
      detail: `${path}: ${says}`,
      fix: expect.any(String),
    }),
  ]);
});

test('a folder without a package.json is no project', async () => {
  expect(await projectFindings(folder)).toEqual([]);
});

test('a package whose link leads nowhere counts as not installed', async () => {
  const dependencies = { '@docktopus/core': '1.0.0' };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies }));
  await mkdir(join(folder, 'node_modules', '@docktopus'), { recursive: true });
  await symlink('/no/such/package', join(folder, 'node_modules', '@docktopus', 'core'));
  expect(await projectFindings(folder)).toContainEqual(
    expect.objectContaining({ detail: 'no Docktopus package is installed' }),
  );
});
