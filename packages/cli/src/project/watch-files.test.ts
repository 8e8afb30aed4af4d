import { expect, test } from 'vitest';
import { isIgnored } from './watch-files.ts';

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
