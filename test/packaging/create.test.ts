import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectDocker } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { createdProject } from '../support/created-project.ts';

test('npm create docktopus makes a project that checks, passes its tests, and runs a container', {
  timeout: 600_000,
}, async ({ skip }) => {
  skip(
    process.env.CI !== 'true',
    'installs from the registry; runs with CI=true, and every template with npm run proof',
  );
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-create-'));
  const packs = join(folder, 'packs');
  await promisify(execFile)('node', ['scripts/pack.mjs', packs, '--as-built']);
  await using engine = new FakeEngine();
  const socket = join(folder, 'engine.sock');
  await using _listening = await engine.listen(socket);

  const env = { DOCKER_HOST: `unix://${socket}` };
  await using project = await createdProject({ packs, template: 'minimal', env });
  {
    await using dev = project.start('dev');
    await dev.says(/the container says: Hello, world!/);
    await dev.says(/dashboard http:\/\/127\.0\.0\.1:\d+/);
  }
  await using docker = await connectDocker({ endpoint: env.DOCKER_HOST });
  expect(await docker.engine.listContainers({ all: true })).toEqual([]);
  await project.script('typecheck');
  expect((await project.script('test')).stdout).toMatch(/2 passed/);
  await project.script('build');
  {
    await using started = project.start('start');
    await started.says(/the container says: Hello, world!/);
  }
  await rm(folder, { recursive: true });
});
