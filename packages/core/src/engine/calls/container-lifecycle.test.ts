import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { connectDocker } from '../connection/connect-docker.ts';
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
