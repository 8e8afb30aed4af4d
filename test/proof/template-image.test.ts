import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Container, connectDocker, type Docker } from '@docktopus/core';
import { expect, test } from 'vitest';
import { createdProject } from '../support/created-project.ts';
import { nodeImage } from '../support/deployment/node-image.ts';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';
import { packageRegistry } from '../support/package-registry.ts';

/** The image that the template builds on, which cannot be pulled here. */
const BASE = 'node:24-slim';

test('the image of a created project builds from its Dockerfile, and its service works inside a container', {
  timeout: 900_000,
}, async ({ skip }) => {
  await using docker = await connectDocker({ endpoint: engineEndpoint() });
  const { endpoint } = docker;
  skip(!endpoint.startsWith('unix:'), `the engine at ${endpoint} has no socket to mount`);
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-template-image-'));
  const image = `${uniqueName('template')}:test`;
  try {
    const packs = join(folder, 'packs');
    await promisify(execFile)('node', ['scripts/pack.mjs', packs]);
    await using project = await createdProject({ packs, template: 'minimal' });
    await using registry = await packageRegistry(packs);
    // The lock file names a registry that has ended.
    await rm(join(project.folder, 'package-lock.json'), { force: true });
    const base = `${uniqueName('node')}:test`;
    await using _base = await standIn(docker, base, registry.url);
    const written = await readFile(join(project.folder, 'Dockerfile'), 'utf8');
    expect(written).toContain(BASE);
    const dockerfileText = written.replaceAll(BASE, base);
    await docker.images.build(project.folder, { tags: [image], networkMode: 'host', dockerfileText });

    const { Config } = await docker.images.inspect(image);
    expect(Config?.Env).toContainEqual('NODE_ENV=production');
    const socket = { source: endpoint.slice('unix://'.length), target: '/var/run/docker.sock' };
    const service = Container.builder(docker, image)
      .binds(socket)
      .env({ DOCKTOPUS_NAME: uniqueName('in-image') })
      .slot();
    try {
      await service.start();
      const seen: string[] = [];
      for await (const { line } of service.logs({ follow: true })) {
        seen.push(line);
        if (line.includes('the container says: Hello, world!')) break;
      }
      expect(seen.join('\n')).toContain('the container says: Hello, world!');
    } finally {
      await service.remove({ force: true });
    }
  } finally {
    await docker.images.remove(image, { force: true }).catch(() => undefined);
    await rm(folder, { recursive: true });
  }
});

/** This machine's node with its npm and a shell, which install from `registry`. */
async function standIn(docker: Docker, reference: string, registry: string): Promise<AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-node-npm-'));
  try {
    const { stdout } = await promisify(execFile)('npm', ['root', '--global']);
    await cp(join(stdout.trim(), 'npm'), join(folder, 'npm'), { recursive: true });
    const authorities = process.env.NODE_EXTRA_CA_CERTS;
    if (authorities !== undefined) await cp(authorities, join(folder, 'authorities.pem'));
    const dockerfileText = [
      `FROM ${await nodeImage(docker)} AS node`,
      `FROM ${busyboxImage()}`,
      'COPY --from=node / /',
      'COPY npm /usr/local/lib/npm',
      'RUN ln -s ../lib/npm/bin/npm-cli.js /usr/local/bin/npm && mkdir -p /usr/bin /tmp && ln -s /bin/env /usr/bin/env || true',
      'ENV PATH=/usr/local/bin:/usr/bin:/bin',
      `ENV npm_config_registry=${registry}`,
      ...(authorities === undefined
        ? []
        : ['COPY authorities.pem /authorities.pem', 'ENV NODE_EXTRA_CA_CERTS=/authorities.pem']),
    ].join('\n');
    await docker.images.build(folder, { tags: [reference], dockerfileText });
  } finally {
    await rm(folder, { recursive: true });
  }
  return {
    [Symbol.asyncDispose]: async () => void (await docker.images.remove(reference, { force: true })),
  };
}
