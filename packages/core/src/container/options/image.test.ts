import { expect, test } from 'vitest';
import { Container } from '../container.ts';

const imageOf = (text: string, dockerHubPrefix?: string) =>
  Container.builder(undefined, text, { dockerHubPrefix }).spec.image;

test.each([
  ['redis:7.4', 'mirror.example.com/hub/library/redis:7.4'],
  ['redis', 'mirror.example.com/hub/library/redis'],
  ['bitnami/redis:7', 'mirror.example.com/hub/bitnami/redis:7'],
  ['docker.io/library/redis:7.4', 'mirror.example.com/hub/library/redis:7.4'],
  [`redis:7@sha256:${'0'.repeat(64)}`, `mirror.example.com/hub/library/redis:7@sha256:${'0'.repeat(64)}`],
  ['ghcr.io/a/b:1', 'ghcr.io/a/b:1'],
  ['localhost:5000/a:1', 'localhost:5000/a:1'],
  [`sha256:${'0'.repeat(64)}`, `sha256:${'0'.repeat(64)}`],
])('with a mirror of Docker Hub, %s is %s', (text, image) => {
  expect(imageOf(text, 'mirror.example.com/hub')).toBe(image);
  expect(imageOf(text, 'mirror.example.com/hub/')).toBe(image);
  expect(imageOf(text)).toBe(text);
});
