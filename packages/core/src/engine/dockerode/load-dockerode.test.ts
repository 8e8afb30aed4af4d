import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEngine } from '@docktopus/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDocker } from '../connection/connect-docker.ts';
import { loadDockerode } from './load-dockerode.ts';

/** pnpm's launcher of the tests names a folder with every package in NODE_PATH, which `require` would search as well. */
const nodePath = process.env.NODE_PATH;
const initPaths = (Module as unknown as { _initPaths(): void })._initPaths;
beforeAll(() => {
  delete process.env.NODE_PATH;
  initPaths();
});
afterAll(() => {
  if (nodePath !== undefined) process.env.NODE_PATH = nodePath;
  initPaths();
});

/** A folder with these packages in it, each by its path below the folder and what its main file says. */
async function folderWith(packages: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-dockerode-'));
  for (const [path, code] of Object.entries(packages)) {
    await mkdir(join(folder, path), { recursive: true });
    await writeFile(join(folder, path, 'package.json'), '{"main":"index.js"}');
    await writeFile(join(folder, path, 'index.js'), code);
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

test("the dockerode of the application's @docktopus/core comes before the application's own", async () => {
  await using made = await folderWith({
    'node_modules/@docktopus/core': '',
    'node_modules/@docktopus/core/node_modules/dockerode': "module.exports = 'of core'",
    'node_modules/dockerode': "module.exports = 'of the application'",
  });
  expect(loadDockerode([made.folder])).toBe('of core');
});

test('a bundled application finds the dockerode that is installed beside it', async () => {
  await using empty = await folderWith({});
  await using made = await folderWith({ 'node_modules/dockerode': "module.exports = 'beside'" });
  expect(loadDockerode([empty.folder, join(made.folder, 'dist')])).toBe('beside');
});

test('without dockerode the error names the folders and says what to install', async () => {
  await using empty = await folderWith({});
  expect(() => loadDockerode([empty.folder])).toThrow(
    `docker.dockerode: dockerode is not installed in ${empty.folder}. Install it beside the bundle with \`npm install dockerode\`, or use docker.request() and docker.engine, which need no package`,
  );
});

test('a dockerode that cannot be loaded is an error with its cause', async () => {
  await using made = await folderWith({ 'node_modules/dockerode': "throw new Error('half installed')" });
  expect(() => loadDockerode([made.folder])).toThrow(/index\.js cannot be loaded: half installed/);
});

test('a client loads dockerode when it is first read, once, over its own connection', async () => {
  await using engine = new FakeEngine();
  await using docker = await connectDocker({ transport: engine });
  const { dockerode } = docker;
  expect(docker.dockerode).toBe(dockerode);
  const { id } = await dockerode.createContainer({ Image: 'busybox:1.36', name: 'by-dockerode' });
  expect((await docker.engine.inspectContainer(id)).Name).toBe('/by-dockerode');
});
