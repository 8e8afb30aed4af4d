import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withResolvers } from '@docktopus/core/kit';
import { expect, onTestFinished, test } from 'vitest';
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
  ['../elsewhere/main.ts', true],
])('of a change of %s, ignored is %s', (path, ignored) => {
  expect(isIgnored(['/project'], join('/project', path), true)).toBe(ignored);
});

test.each([
  ['/project/dist/main.js', false],
  ['/project/dist/node_modules/x/index.js', true],
  ['/project/coverage/main.js', true],
  ['/project/main.ts', false],
])('beside a program in dist, of a change of %s, ignored is %s', (path, ignored) => {
  expect(isIgnored(['/project', '/project/dist'], path, true)).toBe(ignored);
});

test('folders are looked into, whatever they are called', () => {
  expect(isIgnored(['/project'], '/project/src.v2', false)).toBe(false);
  expect(isIgnored(['/project'], '/project', false)).toBe(false);
});

/** A folder to work in and one with the program, which is watched until the test is over. */
async function watched(programFolder: string) {
  const top = await mkdtemp(join(tmpdir(), 'docktopus-watch-'));
  const [folder, program] = [join(top, 'here'), join(top, programFolder, 'main.js')];
  for (const each of [folder, join(top, programFolder)]) await mkdir(each, { recursive: true });
  await writeFile(program, 'one');
  return { top, folder, program };
}

/** Watching begins at some time: what is written until then goes unnoticed. */
function rewritten(file: string): Disposable {
  const writing = setInterval(() => void writeFile(file, 'two').catch(() => undefined), 50);
  return { [Symbol.dispose]: () => clearInterval(writing) };
}

test.each(['here/dist', 'elsewhere'])('a program in %s is watched', async (programFolder) => {
  const { top, folder, program } = await watched(programFolder);
  const noticed = withResolvers<readonly string[]>();
  const watching = watchFiles({ folder, program, onChange: noticed.resolve, onFailure: noticed.reject });
  onTestFinished(async () => {
    await watching.close();
    await rm(top, { recursive: true });
  });
  using _ = rewritten(program);
  expect((await noticed.promise).map((file) => join(folder, file))).toEqual([program]);
});

test('a file that cannot be watched is told of, and the others are watched', async () => {
  const { top, folder, program } = await watched('here');
  await symlink('loop.js', join(folder, 'loop.js'));
  const [failed, noticed] = [withResolvers<NodeJS.ErrnoException>(), withResolvers<readonly string[]>()];
  const watching = watchFiles({ folder, program, onChange: noticed.resolve, onFailure: failed.resolve });
  onTestFinished(async () => {
    await watching.close();
    await rm(top, { recursive: true });
  });
  expect((await failed.promise).code).toBe('ELOOP');
  using _ = rewritten(program);
  expect(await noticed.promise).toEqual(['main.js']);
});
