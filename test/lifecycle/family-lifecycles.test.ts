import { type ContainerFamily, connectDocker, DockerContext, type ErrorCode } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { type Life, testLifecycle } from './lifecycle-suite.ts';
import { opened, thingsIn } from './opened.ts';

/** What a call meets whose container or family ends under it. */
const ENDED: readonly ErrorCode[] = [
  'family.closed',
  'family.ended',
  'family.replaced',
  'container.not-created',
  'container.not-running',
  'container.not-found',
  'container.removed',
  'container.exited',
  'exec.not-found',
  'context.closed',
  'aborted',
];

/** A context on an engine in memory. */
async function setup() {
  const fake = new FakeEngine({ ports: 'none' });
  const ctx = await DockerContext.connect({
    transport: fake,
    cleanup: 'none',
    config: { name: 'shop', strict: 'off', testMode: true, shutdownGraceMs: 0 },
    configSources: { args: false, env: {}, envFile: false, file: false },
  });
  const family = ctx.family(
    'box',
    (_tenant: string) => ctx.container('busybox:1.36').cmd(['sleep', '1000']),
    { idle: 'never' },
  );
  return {
    family,
    held: () => thingsIn(fake),
    async dispose() {
      await ctx.close();
      await fake[Symbol.asyncDispose]();
    },
  };
}

/** Uses a key, and lets go of it. */
async function visit(family: ContainerFamily<string, undefined>, key: string): Promise<void> {
  await using box = await family.use(key);
  await box.exec(['true']);
}

testLifecycle({
  name: 'a family of containers',
  refusals: ENDED,
  async make(): Promise<Life> {
    const { family, ...rest } = await setup();
    let count = 0;
    return {
      ...rest,
      start: () => family.ready(),
      use() {
        count += 1;
        return visit(family, `tenant ${count % 2}`);
      },
      end: () => family.close(),
    };
  },
});

testLifecycle({
  name: 'a member of a family',
  refusals: ENDED,
  restarts: true,
  async make(): Promise<Life> {
    const { family, ...rest } = await setup();
    return {
      ...rest,
      start: () => visit(family, 'acme'),
      use: () => visit(family, 'acme'),
      end: () => family.remove('acme', { graceMs: 0 }),
    };
  },
});

testLifecycle({
  name: 'an instance that waits for its turn as a standby',
  refusals: [...ENDED, 'engine.closed'],
  make(): Life {
    const fake = new FakeEngine({ ports: 'none' });
    const connect = (signal: AbortSignal) =>
      DockerContext.connect({
        transport: fake,
        signal,
        single: 'standby',
        cleanup: 'none',
        config: { name: 'shop', testMode: true, shutdownGraceMs: 0 },
        configSources: { args: false, env: {}, envFile: false, file: false },
      });
    const both = [1, 2].map(() => opened(connect, (ctx) => ctx.close()));
    return {
      // The other one waits until the first is ended.
      start: () =>
        Promise.any(both.map(({ start }) => start())).catch(({ errors: [first] }) => Promise.reject(first)),
      async use() {
        await using docker = await connectDocker({ transport: fake });
        await docker.engine.removeContainer('shop-single-instance', { force: true });
      },
      end: () => Promise.all(both.map(({ end }) => end())),
      held: () => thingsIn(fake),
      dispose: () => fake[Symbol.asyncDispose](),
    };
  },
});
