import { existsSync } from 'node:fs';
import { connectDocker } from '@docktopus/core';
import { images } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { engineEndpoint, uniqueName } from '../support/engine.ts';

test('the busybox image is there', async () => {
  await using docker = await connectDocker({ endpoint: engineEndpoint() });
  expect(await docker.images.exists(await images.fixture(docker, 'busybox'))).toBe(true);
});

test('an image is made of Debian packages, once', { timeout: 300_000 }, async ({ skip }) => {
  skip(!existsSync('/usr/bin/apt-get'), 'there is no apt on this machine');
  await using docker = await connectDocker({ endpoint: engineEndpoint() });
  const reference = await images.fromDebian(docker, ['redis-server']);
  const { Created } = await docker.images.inspect(reference);
  expect(await images.fromDebian(docker, ['redis-server'])).toBe(reference);
  expect((await docker.images.inspect(reference)).Created).toBe(Created);

  const { engine } = docker;
  const body = { Image: reference, Cmd: ['redis-server', '--version'], HostConfig: { NetworkMode: 'none' } };
  const { id } = await engine.createContainer(body, { name: uniqueName('redis') });
  try {
    await engine.startContainer(id);
    expect(await engine.waitContainer(id, { timeoutMs: 30_000 })).toMatchObject({ statusCode: 0 });
    let output = '';
    for await (const { data } of await engine.containerLogs(id)) output += data.toString();
    expect(output).toContain('Redis server v=');
  } finally {
    await engine.removeContainer(id, { force: true });
  }
});
