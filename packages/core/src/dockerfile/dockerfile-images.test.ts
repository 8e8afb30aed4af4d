import { expect, test } from 'vitest';
import { type DockerfileImagesOptions, dockerfileImages } from './dockerfile-images.ts';
import { readDockerfile } from './read-dockerfile.ts';

const images = (text: string, options?: DockerfileImagesOptions) =>
  dockerfileImages(readDockerfile(text), options);

// biome-ignore format: a table reads better in rows
test.each([
  ['FROM scratch', []], ['FROM a.example/x:1', ['a.example/x:1']], ['FROM a AS b\nFROM b', ['a']], ['FROM a AS a\nFROM a', ['a']],
  ['ARG B=a.example/x\nFROM $B', ['a.example/x']], ['ARG B\nFROM ${B:-fallback}', ['fallback']], ['ARG B\nFROM $B', []],
  ['ARG T=1\nARG B=x:${T}\nFROM $B', ['x:1']], ['FROM a\nARG B=y\nFROM ${B}', []],
  ['FROM a\nCOPY --from=b.example/y / /', ['a', 'b.example/y']], ['FROM a AS s\nFROM b\nCOPY --from=s / /\nCOPY --from=0 / /', ['b', 'a']],
  ['FROM a\nRUN --mount=type=bind,from=c.example/z,target=/z x', ['a', 'c.example/z']], ['FROM unused\nFROM last', ['last']],
])('%j takes %j', (text, expected) => {
  expect(images(text)).toEqual(expected);
});

test('build arguments come before defaults', () => {
  expect(images('ARG B=x\nFROM $B', { buildArgs: { B: 'given.example/y' } })).toEqual(['given.example/y']);
});

test('only the stages that the target needs are looked at', () => {
  const text = 'FROM a AS one\nFROM b AS two\nFROM c\nCOPY --from=two / /';
  expect(images(text, { target: 'one' })).toEqual(['a']);
  expect(images(text, { target: '1' })).toEqual(['b']);
  expect(images(text)).toEqual(['c', 'b']);
});
