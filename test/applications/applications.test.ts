import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { connectDocker } from '@docktopus/core';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type {} from '../packaging/build-setup.ts';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';

const FRAMEWORKS = ['express', 'fastify', 'hono', 'nest'] as const;
const folder = resolve('.cache/applications');
const children: ChildProcess[] = [];

beforeAll(async () => {
  expect(inject('build').output).toBe('');
  // The packages stay imports: what is tested is what is published.
  await build({
    entryPoints: FRAMEWORKS.map((name) => `test/applications/${name}-app.ts`),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** A started application, and where it listens. */
async function start(framework: string, blueprint: string) {
  const { VITEST: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    NODE_ENV: 'production',
    DOCKER_HOST: engineEndpoint(),
    DOCKTOPUS_NAME: blueprint,
    DOCKTOPUS_IMAGE: busyboxImage(),
    DOCKTOPUS_STRICT: 'off',
    DOCKTOPUS_PROGRESS: 'off',
    DOCKTOPUS_LOG_LEVEL: 'warn',
  };
  const child = spawn(process.execPath, [`${folder}/${framework}-app.mjs`], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exit = once(child, 'close').then(([code]) => ({ code: code as unknown, stderr }));
  const lines = createInterface(child.stdout);
  const ready = (async () => {
    for await (const line of lines) {
      const port = /^ready on (\d+)$/.exec(line)?.[1];
      if (port !== undefined) return `http://127.0.0.1:${port}`;
    }
    throw new Error(`the application ended: ${JSON.stringify(await exit)}`);
  })();
  return { at: await ready, exit, stop: () => child.kill('SIGTERM') };
}

test.for(FRAMEWORKS)(
  'an application on %s serves its blueprint below its prefix, and leaves nothing behind on SIGTERM',
  async (framework) => {
    const blueprint = uniqueName(framework);
    const app = await start(framework, blueprint);
    const json = (body: unknown, headers = {}) => ({
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
    const headers = { token: 'right' };
    expect(await (await fetch(app.at)).text()).toBe('the application');
    expect(await (await fetch(`${app.at}/echo`, json({ a: 1 }))).json()).toEqual({ a: 1 });
    expect((await fetch(`${app.at}/ops/add`, json({ n: 2 }))).status).toBeOneOf([401, 403]);
    for (const sum of [2, 4]) {
      const answer = await fetch(`${app.at}/ops/add`, json({ n: 2 }, headers));
      expect(await answer.json()).toMatchObject({ body: { sum } });
    }
    expect((await fetch(`${app.at}/ops/add`, json({ n: 'two' }, headers))).status).toBe(422);
    expect(await (await fetch(`${app.at}/ops/readyz`, { headers })).json()).toMatchObject({ ready: true });
    expect(await (await fetch(`${app.at}/ops/metrics`, { headers })).text()).toContain(
      'docktopus_job_calls_total{job="add"} 2',
    );
    await using docker = await connectDocker({ endpoint: engineEndpoint() });
    const filters = { label: [`dev.docktopus.blueprint=${blueprint}`] };
    expect(await docker.engine.listContainers({ all: true, filters })).toHaveLength(1);
    app.stop();
    expect(await app.exit).toEqual({ code: 0, stderr: '' });
    expect(await docker.engine.listContainers({ all: true, filters })).toEqual([]);
  },
);
