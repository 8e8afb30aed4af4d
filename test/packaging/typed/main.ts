import { ready } from '@docktopus/core';
import { blueprint } from '@docktopus/runner';
import { FakeEngine } from '@docktopus/testing';
import { z } from 'zod';

const engine = new FakeEngine();

const cache = blueprint({
  settings: { image: z.string().default('busybox:1.36') },
  containers: ({ env, container }) => ({
    box: container(env.image)
      .cmd(['sleep', '60'])
      .stopSignal('SIGKILL')
      .readyWhen(ready.command(['true'])),
  }),
  jobs: ({ box, job }) => ({
    greet: job(z.object({ name: z.string() }), async ({ name }) => {
      const { stdout } = await box.exec(['echo', 'hello', name]);
      return stdout.trim();
    }),
  }),
  producers: ({ cron }) => [cron('0 0 1 1 *', 'greet', { name: 'new year' })],
  runner: (runner) =>
    runner.options({ connect: { transport: engine, cleanup: 'none', config: { strict: 'off' } } }),
});

await cache.start();
console.log(await cache.call('greet', { name: 'world' }));
await cache.stop();
await engine[Symbol.asyncDispose]();
