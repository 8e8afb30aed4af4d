import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEngine } from '@docktopus/testing';
import { expect, onTestFinished, test } from 'vitest';
import { connectDocker } from '../connection/connect-docker.ts';
import type { Docker } from '../docker.ts';
import type { EngineTransport } from '../transport/engine-transport.ts';

/** The engine in memory, under another engine's name. */
function named(fake: FakeEngine, server: string): EngineTransport {
  return {
    endpoint: fake.endpoint,
    close: () => fake.close(),
    async request(request) {
      const response = await fake.request(request);
      return { ...response, headers: { ...response.headers, server } };
    },
  };
}

test.each([
  ['Libpod/4.3.1 (linux)', {}, 10],
  ['Libpod/4.3.1 (linux)', { StopTimeout: 3 }, 3],
  ['Libpod/4.3.1 (linux)', { StopTimeout: 0 }, 0],
  ['Docker/20.10.24 (linux)', {}, undefined],
])('%s, asked for %j, gets the stop timeout %s', async (server, body, expected) => {
  await using fake = new FakeEngine();
  await using docker = await connectDocker({ transport: named(fake, server) });
  const { id } = await docker.engine.createContainer({ Image: 'busybox:1.36', ...body });
  expect((await docker.engine.inspectContainer(id)).Config.StopTimeout).toBe(expected);
});

test('a container gets the proxies of the Docker CLI that it does not set itself, as a client first finds them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docker-config-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await using fake = new FakeEngine();
  const connect = () => connectDocker({ transport: fake, env: { DOCKER_CONFIG: folder } });
  const envOf = async (docker: Docker, Env: readonly string[] = []) => {
    const { id } = await docker.engine.createContainer({ Image: 'busybox:1.36', Env });
    const { Config } = await docker.engine.inspectContainer(id);
    return Config.Env?.filter((entry) => /^(A|.*_proxy)=/i.test(entry));
  };
  await using without = await connect();
  expect(await envOf(without, ['A=1'])).toEqual(['A=1']);
  const proxies = {
    default: { httpProxy: 'http://elsewhere' },
    [without.endpoint]: { httpProxy: 'http://p:1' },
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify({ proxies }));
  expect(await envOf(without, ['A=1'])).toEqual(['A=1']);
  await using docker = await connect();
  expect(await envOf(docker)).toEqual(['HTTP_PROXY=http://p:1', 'http_proxy=http://p:1']);
  expect(await envOf(docker, ['A=1', 'HTTP_PROXY='])).toEqual([
    'A=1',
    'HTTP_PROXY=',
    'http_proxy=http://p:1',
  ]);
  await writeFile(join(folder, 'config.json'), '{ broken');
  await using other = await connect();
  expect(await envOf(other, ['A=1'])).toEqual(['A=1']);
});
