import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Container, type ContainerBuilder, type Docker } from '@docktopus/core';
import type { BuildImageOptions, ImageInspect } from '@docktopus/core/engine';
import { checkArguments, onHost, type Problems, readFunction } from '@docktopus/core/kit';

/** What is built: a folder with a Dockerfile, the text of one, or a folder for the text of one. */
export type DockerfileSource =
  | { readonly folder: string; readonly text?: string | undefined }
  | { readonly folder?: undefined; readonly text: string };

const READERS = {
  source: (value: unknown, problems: Problems) => {
    const { folder, text } = (value ?? {}) as { readonly folder?: unknown; readonly text?: unknown };
    const isText = (given: unknown) => typeof given === 'string' && given !== '';
    return (isText(folder) && (text === undefined || typeof text === 'string')) || isText(text)
      ? value
      : problems.refuse(value, '{ folder } with a Dockerfile, or { text } of one');
  },
  describe: readFunction,
};

/**
 * Builds an image and starts a container from it:
 * `await deployDockerfile(docker, { folder: './app' }, (c) => c.ports('8080:80'), { tags: ['app'] })`.
 *
 * @default timeoutMs 1_800_000, for the build; the start has its own time
 * @throws DocktopusError `image.build-failed`, `path.not-found`, and what a start throws.
 */
export async function deployDockerfile(
  docker: Docker,
  source: DockerfileSource,
  describe: (builder: ContainerBuilder<Container>) => ContainerBuilder<Container> = (builder) => builder,
  options: Omit<BuildImageOptions, 'dockerfileText'> = {},
): Promise<Container> {
  checkArguments({ source, describe }, READERS, 'deployDockerfile');
  const image = await build(docker, source, options);
  const container = describe(Container.builder(docker, image.Id).pull('never')).slot();
  await container.start({ signal: options.signal });
  return container;
}

async function build(
  docker: Docker,
  { folder, text }: DockerfileSource,
  options: BuildImageOptions,
): Promise<ImageInspect> {
  const described = { ...options, dockerfileText: text };
  if (folder !== undefined) return await docker.images.build(folder, described);
  const parent = tmpdir();
  const empty = await onHost({ operation: 'deployDockerfile', path: parent, to: 'write' }, () =>
    mkdtemp(join(parent, 'docktopus-build-')),
  );
  try {
    return await docker.images.build(empty, described);
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
}
