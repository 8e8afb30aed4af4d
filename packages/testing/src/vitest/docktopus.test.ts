import { Container, config, container, DockerContext, ready } from '@docktopus/core';
import { test as base, describe, expect } from 'vitest';
import type { FakeProgram } from '../fake-engine/index.ts';
import { docktopus } from './index.ts';

/** A cache that says when it is ready, and answers one command. */
const redis: FakeProgram = async (process) => {
  process.onSignal('SIGTERM', () => process.exit(0));
  process.stdout('Ready to accept connections\n');
  await process.listen(6379);
  await process.forever();
};
const redisCli: FakeProgram = (process) => {
  process.stdout('PONG\n');
};

class CacheContext extends DockerContext {
  @config() readonly settings!: DockerContext['env'];

  @container<CacheContext>((c) =>
    c
      .image('redis:7.4')
      .ports({ '6379/tcp': { hostIp: '127.0.0.1', hostPort: 0 } })
      .readyWhen(ready.log(/Ready to accept/)),
  )
  readonly redis!: Container;
}

const test = base.extend(
  docktopus({
    engine: 'fake',
    fake: { images: { 'redis:7.4': { run: redis, commands: { 'redis-cli': redisCli } } } },
  }),
);

describe('a test with docktopus()', () => {
  test('a test with docktopus() gets a context whose containers are ready', async ({ context }) => {
    const { redis } = await context(CacheContext);
    await expect(redis).toBeRunning();
    await expect(redis).toBeReady();
    await expect(redis).toHaveLogged(/Ready to accept/);
    await expect(redis).not.toHaveExited();
    await expect(redis).not.toHaveLogged('ERROR');
    expect(await redis.exec(['redis-cli', 'ping'])).toMatchObject({ exitCode: 0, stdout: 'PONG\n' });
  });

  test('each test with docktopus() has its own blueprint', async ({ context, testbed }) => {
    const ctx = await context(CacheContext);
    expect(ctx.env.name).toBe(testbed.name);
  });

  test('a test sees with which exit code a container ended', async ({ context, fake }) => {
    const ctx = await context(CacheContext);
    fake.kill(ctx.redis.id ?? '', { oom: true });
    await expect(ctx.redis).toHaveExited(137);
    await expect(ctx.redis).not.toBeRunning();
  });

  test('an override replaces a managed container for one test', async ({ context }) => {
    const ctx = await context(CacheContext, {
      containers: {
        redis: (declared) =>
          declared.image('busybox:1.36').cmd(['sh', '-c', 'echo Ready to accept; sleep 60']),
      },
    });
    expect(ctx.redis.spec?.image).toBe('busybox:1.36');
  });

  test('an override replaces a setting for one test', async ({ context }) => {
    const ctx = await context(CacheContext, { config: { name: 'mine', shutdownGraceMs: 7 } });
    expect(ctx.env).toMatchObject({ name: 'mine', shutdownGraceMs: 7 });
  });

  test('with manual time a test decides when a wait is over', async ({ docker, testbed }) => {
    const box = Container.builder(docker, 'busybox:1.36')
      .labels(testbed.labels)
      .cmd(['sh', '-c', 'sleep 0.2; echo late; exit 3']);
    const late = await box.create();
    await late.start();
    await expect(late).toHaveLogged('late');
    await expect(late).toHaveExited(3);
    await late.remove();
  });
});

describe('50 tests on the fake engine', () => {
  test.for(Array.from({ length: 50 }, (_, index) => index))('number %i', async (_, { context }) => {
    const ctx = await context(CacheContext);
    await expect(ctx.redis).toBeReady();
  });
});
