import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEngine } from '@docktopus/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectDocker } from '../../engine/index.ts';
import { Container } from '../container.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'host-trouble-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function setup() {
  const fake = new FakeEngine({ ports: 'none' });
  const docker = await connectDocker({ transport: fake });
  const box = await Container.builder(docker, 'busybox:1.36').name('box').strict('off').create();
  return {
    box,
    async [Symbol.asyncDispose]() {
      await docker.close();
      await fake[Symbol.asyncDispose]();
    },
  };
}

test('a copy out of a container names the place of this machine that takes nothing, and leaves nothing', async () => {
  await using bench = await setup();
  await bench.box.copyTo({ content: 'x' }, '/tmp/x');
  await writeFile(join(folder, 'file'), '');
  await expect(bench.box.copyFrom('/tmp/x', join(folder, 'file', 'x'))).rejects.toMatchObject({
    code: 'path.not-found',
    operation: 'container.copyFrom',
    subject: 'box',
    reason: expect.stringMatching(
      /file\/x.* cannot be written: a part of the path is a file, not a directory \(ENOTDIR\)$/,
    ),
  });
  expect(await readdir(folder)).toEqual(['file']);
});

test('a copy into a container names the file of this machine that is not there', async () => {
  await using bench = await setup();
  await expect(bench.box.copyTo(join(folder, 'absent'), '/tmp/x')).rejects.toMatchObject({
    code: 'path.not-found',
    operation: 'container.copyTo',
    subject: join(folder, 'absent'),
  });
});
