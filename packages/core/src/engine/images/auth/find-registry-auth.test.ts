import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { FakeEngine } from '@docktopus/testing';
import { expect, test, vi } from 'vitest';
import { connectDocker } from '../../connection/connect-docker.ts';
import type { EngineRequest } from '../../transport/engine-transport.ts';
import type { DockerCliConfig } from './docker-cli-config.ts';

/** A client whose `docker-credential-<name>` are scripts, and the credentials that it sent last. */
async function setup(
  config: DockerCliConfig | string,
  { helper, env = {} }: { helper?: string; env?: object } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'registry-auth-'));
  await writeFile(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
  if (helper !== undefined) {
    const file = join(folder, 'docker-credential-test');
    await writeFile(file, `#!/bin/sh\n${helper}\n`);
    await chmod(file, 0o755);
  }
  const engine = new FakeEngine();
  let sent: EngineRequest['headers'] = {};
  const docker = await connectDocker({
    transport: {
      endpoint: engine.endpoint,
      request(request) {
        if (request.path.includes('/images/create')) sent = request.headers;
        return engine.request(request);
      },
      close: () => engine.close(),
    },
    env: { ...process.env, DOCKER_CONFIG: folder, PATH: `${folder}${delimiter}${process.env.PATH}`, ...env },
  });
  return {
    folder,
    docker,
    pull: (reference = 'registry.example/app:1') => docker.images.pull(reference),
    auth: () => JSON.parse(Buffer.from(sent['x-registry-auth'] ?? '', 'base64url').toString()),
    async [Symbol.asyncDispose]() {
      await docker.close();
      await engine[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

const basic = (text: string) => Buffer.from(text).toString('base64');

/** The error of a pull, as a program and a person would see it. */
async function failure(pull: Promise<unknown>): Promise<string> {
  const error = await pull.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: 'image.unauthorized' });
  return JSON.stringify(error);
}

test('a helper that is not installed is told once, and public images are pulled without it', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  await using bench = await setup({ credsStore: 'gone', auths: { other: { auth: basic('me:pw') } } });
  await bench.pull();
  await bench.pull();
  expect(bench.auth()).toEqual({});
  // What the file itself has still counts.
  await bench.pull('other/app:1');
  expect(bench.auth()).toEqual({});
  expect(warned).toHaveBeenCalledTimes(1);
  expect(warned.mock.calls[0]?.[0]).toBe(
    `the credential helper docker-credential-gone, which ${join(bench.folder, 'config.json')} names, is not installed: images are pulled without its credentials`,
  );
  warned.mockRestore();
});

test('a helper that may not be run is named with the code of the system', async () => {
  await using bench = await setup({ credsStore: 'test' }, { helper: 'exit 0' });
  await chmod(join(bench.folder, 'docker-credential-test'), 0o644);
  await expect(bench.pull()).rejects.toMatchObject({
    code: 'image.unauthorized',
    reason: 'the credential helper "test" failed: it cannot be run (EACCES)',
    hint: expect.stringContaining('docker-credential-test get'),
  });
});

test('DOCKER_AUTH_CONFIG wins over the file and its helper', async () => {
  const given = JSON.stringify({ auths: { 'registry.example': { auth: basic('ci:token') } } });
  await using bench = await setup(
    { credsStore: 'test' },
    { helper: 'echo it is locked; exit 1', env: { DOCKER_AUTH_CONFIG: given } },
  );
  await bench.pull();
  expect(bench.auth()).toMatchObject({ username: 'ci', password: 'token' });
  expect(await failure(bench.pull('elsewhere.example/app:1'))).toContain('it is locked');
});

test('DOCKER_AUTH_CONFIG that is not JSON is named, without its text', async () => {
  await using bench = await setup({}, { env: { DOCKER_AUTH_CONFIG: '{"auths": hunter2' } });
  const text = await failure(bench.pull());
  expect(text).toContain('DOCKER_AUTH_CONFIG');
  expect(text).not.toContain('hunter2');
});

test.each([
  `echo '{"Username":"me","Secret":"hunter2"}'; exit 1`,
  `printf 'Secret: hunter2'; exit 1`,
  `printf 'line\\nhunter2'; exit 1`,
  `echo '{"Secret": hunter2'`,
])('nothing of what %s says is quoted', async (helper) => {
  await using bench = await setup({ credsStore: 'test' }, { helper });
  expect(await failure(bench.pull())).not.toContain('hunter2');
});

test('a helper that writes without end is ended', async () => {
  await using bench = await setup({ credsStore: 'test' }, { helper: 'yes' });
  const before = process.memoryUsage.rss();
  expect(await failure(bench.pull())).toContain('it wrote more than 1048576 bytes');
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);
});

test('a helper that hangs is ended with everything that it started when the client closes', async () => {
  await using bench = await setup(
    { credsStore: 'test' },
    { helper: 'sleep 600 & echo $! >"$DOCKER_CONFIG/pid"; wait' },
  );
  const pulling = bench.pull();
  const failed = expect(pulling).rejects.toMatchObject({ code: 'engine.closed' });
  const pid = await vi.waitFor(async () => {
    const text = await readFile(join(bench.folder, 'pid'), 'utf8');
    expect(text).toMatch(/^\d+\n$/);
    return Number(text);
  });
  await bench.docker.close();
  await failed;
  await vi.waitFor(async () => {
    // A process that has ended and was not asked for yet is a zombie.
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
    expect(state).toMatch(/\) Z/);
  });
});

test('a helper that does not answer in time is ended', async () => {
  await using bench = await setup(
    { credsStore: 'test' },
    { helper: 'echo >"$DOCKER_CONFIG/begun"; sleep 600' },
  );
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const failed = failure(bench.pull());
    await vi.waitFor(() => readFile(join(bench.folder, 'begun')));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await failed).toContain('it has not answered within 30000 ms');
  } finally {
    vi.useRealTimers();
  }
});
