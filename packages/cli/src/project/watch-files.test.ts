import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isIgnored, watchFiles } from './watch-files.ts';

test.each([
  ['main.ts', false],
  ['src/jobs/build.mts', false],
  ['.env', false],
  ['.env.local', false],
  ['docktopus.config.yaml', false],
  ['package.json', false],
  ['node_modules/x/index.js', true],
  ['src/node_modules/x/index.js', true],
  ['.git/HEAD', true],
  ['.docktopus/jobs.db', true],
  ['dist/main.js', true],
  ['notes.md', true],
  ['data.log', true],
])('of a change of %s, ignored is %s', (path, ignored) => {
  expect(isIgnored('/project', `/project/${path}`, true)).toBe(ignored);
});

test('folders are looked into, whatever they are called', () => {
  expect(isIgnored('/project', '/project/src.v2', false)).toBe(false);
  expect(isIgnored('/project', '/project', false)).toBe(false);
});

test('a link that leads in a circle is reported instead of ending the process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-watch-'));
  await symlink('circle.ts', join(folder, 'circle.ts'));
  let watching: { close(): Promise<void> } | undefined;
  const failure = await new Promise<Error>((resolve) => {
    watching = watchFiles(folder, () => undefined, resolve);
  });
  expect(failure.message).toMatch(/^ELOOP: .*circle\.ts/);
  await watching?.close();
  await rm(folder, { recursive: true });
});
