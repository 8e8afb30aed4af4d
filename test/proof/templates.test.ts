import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectDocker, ownershipLabels } from '@docktopus/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createdProject } from '../support/created-project.ts';
import { engineEndpoint, uniqueName } from '../support/engine.ts';

const packs = await mkdtemp(join(tmpdir(), 'docktopus-packs-'));
beforeAll(() => promisify(execFile)('node', ['scripts/pack.mjs', packs]), 600_000);
afterAll(() => rm(packs, { recursive: true }));

const WAIT = { timeout: 30_000 };

type Project = Awaited<ReturnType<typeof createdProject>>;

/** How a person sees that a template's service works, once it runs: what it says by itself, or what it answers. */
const WORKS: Readonly<Record<string, RegExp | ((post: Post, script: string) => Promise<void>)>> = {
  minimal: /the container says: Hello, world!/,
  compose: /the container says: web is here/,
  sandbox: async (post) => {
    expect(await post('/run', { code: 'echo hello' })).toMatchObject({
      body: { exitCode: 0, stdout: 'hello\n' },
    });
  },
  'service-per-tenant': async (post, script) => {
    await post('/notes', { tenant: 'acme', text: `noted by ${script}` });
    // Notes of an earlier run are there as well.
    const noted = expect.arrayContaining([`noted by ${script}`]);
    await expect.poll(() => post('/list', { tenant: 'acme' }), WAIT).toMatchObject({ body: noted });
  },
};

test.for(Object.keys(WORKS))(
  'a project of the template %s checks, passes its tests in memory and on the engine, and works as TypeScript and compiled',
  { timeout: 900_000 },
  async (template) => {
    const port = await freePort();
    const name = uniqueName('template');
    await using _left = removedAfter(name);
    const env = { DOCKTOPUS_HTTP_BIND: `127.0.0.1:${port}`, DOCKTOPUS_NAME: name };
    await using project = await createdProject({ packs, template, env });
    await project.script('typecheck');
    expect((await project.script('test')).stdout).toMatch(/Tests .*\d passed/);
    expect((await project.script('test:engine')).stdout).toMatch(/Tests .*\d passed/);
    await works(project, 'dev', port, template);
    await project.script('build');
    await works(project, 'start', port, template);
  },
);

async function works(project: Project, script: string, port: number, template: string): Promise<void> {
  await using running = project.start(script);
  const sign = WORKS[template]!;
  await running.says(/the runner is running\b(?!-)/);
  if (sign instanceof RegExp) await running.says(sign);
  else await sign(await poster(project, port), script);
}

type Post = (path: string, body: object) => Promise<unknown>;

/** Posts with the token that the project was created with. */
async function poster({ folder }: Project, port: number): Promise<Post> {
  const [, token] = /^DOCKTOPUS_TOKEN=(.+)$/m.exec(await readFile(join(folder, '.env'), 'utf8'))!;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (path, body) => {
    const url = `http://127.0.0.1:${port}${path}`;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
}

/** Removes what outlives the service by intent: containers of tenants, and their data. */
function removedAfter(blueprint: string): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      await using docker = await connectDocker({ endpoint: engineEndpoint() });
      const filters = { label: [`${ownershipLabels.blueprint}=${blueprint}`] };
      for (const { Id } of await docker.engine.listContainers({ all: true, filters }))
        await docker.engine.removeContainer(Id, { force: true, volumes: true });
      for (const { Name } of await docker.volumes.list({ filters })) await docker.volumes.remove(Name);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
