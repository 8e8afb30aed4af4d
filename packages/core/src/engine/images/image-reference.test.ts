import { expect, test } from 'vitest';
import { isDocktopusError } from '../../errors/index.ts';
import { imageName } from './image-reference.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;

test.each([
  ['busybox', 'busybox', 'latest', 'docker.io'],
  ['busybox:1.36', 'busybox', '1.36', 'docker.io'],
  ['library/busybox', 'busybox', 'latest', 'docker.io'],
  ['localhost/x', 'localhost/x', 'latest', 'localhost'],
  ['localhost:5000/x', 'localhost:5000/x', 'latest', 'localhost:5000'],
  ['localhost:5000/x/y:1', 'localhost:5000/x/y', '1', 'localhost:5000'],
  ['ghcr.io/a/b:v1', 'ghcr.io/a/b', 'v1', 'ghcr.io'],
  ['index.docker.io/a/b', 'a/b', 'latest', 'docker.io'],
  [`a@${DIGEST}`, 'a', DIGEST, 'docker.io'],
  [`h:1/a:tag@${DIGEST}`, 'h:1/a', DIGEST, 'h:1'],
])('%s', (reference, repository, tag, registry) => {
  expect(imageName(reference, 'test')).toEqual({ repository, tag, registry });
});

test.each([
  [''],
  ['a b'],
  ['/a'],
  ['a/'],
  ['a//b'],
  ['../x'],
  ['a?x=1'],
  ['a#b'],
  ['a%2f'],
  ['a\nb'],
  ['é'],
  ['Redis'],
  ['a@sha256:0123'],
])('%j is no reference', (reference) => {
  expect(() => imageName(reference, 'test')).toThrow(
    expect.toSatisfy((error: unknown) => isDocktopusError(error, 'image.not-found')),
  );
});
