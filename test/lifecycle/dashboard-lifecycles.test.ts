import { connectDocker } from '@docktopus/core';
import { engineSource } from '@docktopus/dashboard';
import { FakeEngine } from '@docktopus/testing';
import { serveFiles } from '../../packages/dashboard/src/server/serve-dashboard.ts';
import { type Life, testLifecycle } from './lifecycle-suite.ts';
import { opened } from './opened.ts';

testLifecycle({
  name: 'a dashboard',
  refusals: ['aborted', 'engine.closed'],
  async make(): Promise<Life> {
    const fake = new FakeEngine({ ports: 'none' });
    const docker = await connectDocker({ transport: fake });
    const dashboard = opened(
      (signal) => serveFiles(engineSource(docker), new Map(), { signal }),
      (server) => server.close(),
    );
    /** Whether it answers. */
    const answers = async () => {
      const server = await dashboard.thing()?.catch(() => undefined);
      if (server === undefined) return false;
      return fetch(server.origin).then(
        (response) => response.text().then(() => true),
        () => false,
      );
    };
    return {
      ...dashboard,
      use: answers,
      held: async () => ((await answers()) ? ['an open port'] : []),
      async dispose() {
        await docker.close();
        await fake[Symbol.asyncDispose]();
      },
    };
  },
});
