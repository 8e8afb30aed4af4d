import { describe, expect, test } from 'vitest';
import { DockerIgnore } from './docker-ignore.ts';

// biome-ignore format: a table reads better in rows
const patterns: readonly [pattern: string, path: string, ignored: boolean][] = [
  ['**', 'file', true], ['**/', 'file', true], ['**', 'dir/file', true], ['**/', 'dir/file', true],
  ['**/**', 'dir/file', true], ['dir/**', 'dir/file', true], ['dir/**', 'dir/dir2/file', true], ['dir/**', 'dir', false],
  ['**/dir', 'dir', true], ['**/dir', 'dir/file', true], ['**/dir2/*', 'dir/dir2/file', true],
  ['**/dir2/*', 'dir/dir2/file/x', true], ['**/dir2/**', 'dir/dir2/dir3/file', true], ['**file', 'file', true],
  ['**file', 'dir/file', true], ['**file', 'dir/myfile', true], ['**/file', 'dir/file', true], ['**/file', 'dir/myfile', false],
  ['**file', 'dir/dir/file', true], ['**/file*', 'dir/dir/file.txt', true], ['**/file*txt', 'dir/dir/file.txt', true],
  ['**/file*.txt', 'dir/dir/file.txt', true], ['**/file*.txt*', 'dir/dir/file.txt', true],
  ['**/**/*.txt', 'dir/dir/file.txt', true], ['**/**/*.txt2', 'dir/dir/file.txt', false], ['**/*.txt', 'file.txt', true],
  ['**/**/*.txt', 'file.txt', true], ['a**/*.txt', 'a/file.txt', true], ['a**/*.txt', 'a/dir/file.txt', true],
  ['a**/*.txt', 'a/dir/dir/file.txt', true], ['a/*.txt', 'a/dir/file.txt', false], ['a/*.txt', 'a/file.txt', true],
  ['a/*.txt**', 'a/file.txt', true], ['a[b-d]e', 'ae', false], ['a[b-d]e', 'ace', true], ['a[b-d]e', 'aae', false],
  ['a[^b-d]e', 'aze', true], ['.*', '.foo', true], ['.*', 'foo', false], ['abc.def', 'abcdef', false],
  ['abc.def', 'abc.def', true], ['abc.def', 'abcZdef', false], ['abc?def', 'abcZdef', true], ['abc?def', 'abcdef', false],
  ['a\\\\', 'a\\', true], ['a\\*b', 'a*b', true], ['a\\*b', 'ab', false],
  ['**/foo/bar', 'foo/bar', true], ['**/foo/bar', 'dir/foo/bar', true], ['**/foo/bar', 'dir/dir2/foo/bar', true],
  ['abc/**', 'abc', false], ['abc/**', 'abc/def', true], ['abc/**', 'abc/def/ghi', true], ['**/.foo', '.foo', true],
  ['**/.foo', 'bar.foo', false], ['a(b)c/def', 'a(b)c/def', true], ['a(b)c/def', 'a(b)c/xyz', false],
  ['a.|)$(}+{bc', 'a.|)$(}+{bc', true],
  ['dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl', 'dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl', true],
  ['dist/*.whl', 'dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl', true],
  ['*', 'abc', true], ['*c', 'abc', true], ['a*', 'a', true], ['a*', 'ab/c', true], ['a*/b', 'abc/b', true],
  ['a*/b', 'a/c/b', false], ['a*b*c*d*e*/f', 'axbxcxdxexxx/f', true], ['a*b*c*d*e*/f', 'axbxcxdxe/xxx/f', false],
  ['a*b*c*d*e*/f', 'axbxcxdxexxx/fff', false], ['a*b?c*x', 'abxbbxdbxebxczzx', true], ['a*b?c*x', 'abxbbxdbxebxczzy', false],
  ['ab[c]', 'abc', true], ['ab[e-g]', 'abc', false], ['ab[^c]', 'abc', false], ['ab[^e-g]', 'abc', true],
  ['a?b', 'a☺b', true], ['a[^a]b', 'a☺b', true], ['a???b', 'a☺b', false], ['[a-ζ]*', 'α', true], ['*[a-ζ]', 'A', false],
  ['a?b', 'a/b', false], ['a*b', 'a/b', false], ['[\\]a]', ']', true], ['[\\-]', '-', true], ['[x\\-]', 'x', true],
  ['[x\\-]', '-', true], ['[x\\-]', 'z', false], ['[\\-x]', 'a', false], ['*x', 'xxx', true],
  ['docs', 'docs/README.md', true], ['docs/', 'docs/a/b', true], ['/docs', 'docs/a', true], ['./docs', 'docs', true],
  ['a/../docs', 'docs', true], ['docs', 'a/docs', false], ['../docs', 'docs', false], ['  docs  ', 'docs', true],
  ['#docs', 'docs', false], [' #docs', '#docs', true], ['\uFEFFdocs', 'docs', true], ['Docs', 'docs', false], ['', 'docs', false],
  ['a]b*', 'a]bc', true], ['a^b*', 'a^bc', true], ['*.md\r', 'x.md', true],
];

test.each(patterns)('%j and %j: %s', (pattern, path, ignored) => {
  expect(DockerIgnore.parse(pattern).ignores(path)).toBe(ignored);
});

// biome-ignore format: a table reads better in rows
const files: readonly [lines: readonly string[], path: string, ignored: boolean][] = [
  [['!fileutils.go', '*.go'], 'fileutils.go', true], [['*.go', '!fileutils.go'], 'fileutils.go', false],
  [['docs', '!docs/README.md'], 'docs/README.md', false], [['docs', '!docs/README.md'], 'docs/x', true],
  [['docs/', '!docs/README.md'], 'docs/README.md', false], [['docs/*', '!docs/README.md'], 'docs/README.md', false],
  [['**', '!util/docker/web'], 'util/docker/web/foo', false],
  [['**', '!util/docker/web', 'util/docker/web/foo'], 'util/docker/web/foo', true],
  [['**', '!dist/*.whl'], 'dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl', false],
  [['docs', '  ! docs/README.md  '], 'docs/README.md', false], [['*', '', '# all', '!src'], 'src/a/b.ts', false],
  [['*', '!/src'], 'src/a', false], [['node_modules', '!**/keep'], 'node_modules/a/keep', false],
];

test.each(files)('%j and %s: %s', (lines, path, ignored) => {
  expect(DockerIgnore.parse(lines.join('\n')).ignores(path)).toBe(ignored);
});

test.each([
  '!',
  '! ',
  '[',
  '[^',
  '[^bc',
  'a[',
  '[]a]',
  '[-]',
  '[x-]',
  '[-x]',
  '[a-b-c]',
  '[z-a]',
  '\\',
  'a\\',
  '[a\\',
])('%j is refused with its line', (pattern) => {
  expect(() => DockerIgnore.parse(`docs\n${pattern}`)).toThrow(
    /images\.build: 1 problem\n {2}\.dockerignore:2: /,
  );
});

describe('below an ignored directory', () => {
  test.each([
    [['docs'], false],
    [['docs', '!docs/a/keep'], true],
    [['docs', '!other'], false],
    [['docs', '!**/keep'], true],
    [['docs', '!d*/keep'], true],
    [['docs', '!docs2/keep'], false],
  ])('%j: one has to look: %s', (lines, looks) => {
    expect(DockerIgnore.parse(lines.join('\n')).mayKeepBelow('docs')).toBe(looks);
  });
});

test('files that must be kept are not ignored, even by a rule that names everything', () => {
  const ignore = DockerIgnore.parse('*', ['Dockerfile', 'build/Dockerfile']);
  expect(['Dockerfile', 'build/Dockerfile', 'x'].map((path) => ignore.ignores(path))).toEqual([
    false,
    false,
    true,
  ]);
  expect(ignore.mayKeepBelow('build')).toBe(true);
});
