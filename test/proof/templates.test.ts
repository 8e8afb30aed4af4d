import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createdProject } from '../support/created-project.ts';

const packs = await mkdtemp(join(tmpdir(), 'docktopus-packs-'));
beforeAll(() => promisify(execFile)('node', ['scripts/pack.mjs', packs]), 600_000);
afterAll(() => rm(packs, { recursive: true }));

type Project = Awaited<ReturnType<typeof createdProject>>;

/** How a person sees that a template's service works, once it runs: what it says by itself, or what it answers. */
const WORKS: Readonly<Record<string, RegExp | ((post: Post) => Promise<void>)>> = {
  minimal: /the container says: Hello, world!/,
  compose: /the container says: web is here/,
  sandbox: async (post) => {
    expect(await post('/run', { code: 'echo hello' })).toMatchObject({
      body: { exitCode: 0, stdout: 'hello\n' },
    });
  },
  'service-per-tenant': async (post) => {
    await post('/notes', { tenant: 'acme', text: 'buy milk' });
    await expect.poll(() => post('/list', { tenant: 'acme' })).toMatchObject({ body: ['buy milk'] });
  },
};

test.for(Object.keys(WORKS))(
  'a project of the template %s checks, passes its tests in memory and on the engine, and works as TypeScript and compiled',
  { timeout: 900_000 },
  async (template) => {
    const port = await freePort();
    const env = { DOCKTOPUS_HTTP_BIND: `127.0.0.1:${port}` };
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
  else await sign(await poster(project, port));
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

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
