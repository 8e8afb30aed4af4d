import { FakeEngine } from '@docktopus/testing';
import { expect, test, vi } from 'vitest';
import type { Container } from '../../container/index.ts';
import { container } from '../../decorators/container-decorator.ts';
import { connectDocker } from '../../engine/index.ts';
import { type DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { labelsOf, ownershipLabels } from '../../labels/index.ts';
import { currentSession, printSession } from '../../ownership/index.ts';
import type { ConnectOptions } from '../connect-options.ts';
import { DockerContext } from '../docker-context.ts';

vi.setConfig({ testTimeout: 20_000 });

type Builder = ReturnType<DockerContext['container']>;

/** A blueprint with one persistent container, in several versions. */
async function setup() {
  const engine = new FakeEngine({ ports: 'none' });
  const docker = await connectDocker({ transport: engine });
  const options: ConnectOptions = {
    transport: engine,
    config: { name: 'bp', strict: 'off', shutdownGraceMs: 0 },
    configSources: { args: false, env: false, envFile: false, file: false },
  };
  const start = (version: (c: Builder) => Builder = (c) => c, connect: ConnectOptions = {}) => {
    class Store extends DockerContext {
      @container((c) =>
        version(c.image('busybox:1.36').cmd(['sleep', '600']).stopSignal('SIGKILL').lifetime('persistent')),
      )
      readonly db!: Container;
    }
    return Store.connect({ ...options, ...connect });
  };
  return {
    engine,
    docker,
    start,
    volumes: async () => (await docker.volumes.list()).map(({ Name }) => Name),
    /** What a session has left in the engine that said to use the container and is gone, or lives elsewhere. */
    useBy: async (session: Partial<ReturnType<typeof currentSession>>) => {
      const owner = {
        blueprint: 'bp',
        session: printSession({ ...currentSession(), ...session }),
        nonce: 'n0',
      };
      const labels = {
        ...labelsOf({ ...owner, name: 'db', lifetime: 'session' }),
        [ownershipLabels.use]: 'db',
      };
      await docker.volumes.ensure('docktopus-use-n0', { labels });
    },
    async [Symbol.asyncDispose]() {
      await docker.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

async function failureOf(promise: Promise<unknown>): Promise<DocktopusError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (isDocktopusError(error)) return error;
  throw new Error(`expected a DocktopusError, got ${String(error)}`, { cause: error });
}

const changed = (c: Builder) => c.env({ VERSION: '2' });

test('a persistent container of another spec is not replaced while another context uses it', async () => {
  await using bench = await setup();
  await using first = await bench.start();
  const error = await failureOf(bench.start(changed));
  expect(error).toMatchObject({
    code: 'name.in-use',
    operation: 'context.plan',
    subject: 'db',
    reason:
      'its spec has changed: env.VERSION added, and another live session uses it: a context of this process',
    hint: "Stop the other one first, or set onConflict to 'takeover'",
  });
  expect(await first.db.status()).toBe('running');
});

test("with onConflict 'replace', a container is not replaced either while another context uses it", async () => {
  await using bench = await setup();
  await using _first = await bench.start();
  expect((await failureOf(bench.start((c) => c.onConflict('replace')))).code).toBe('name.in-use');
});

test("with onConflict 'takeover', it is replaced all the same", async () => {
  await using bench = await setup();
  await using first = await bench.start();
  await using second = await bench.start((c) => changed(c).onConflict('takeover'));
  expect(second.db.id).not.toBe(first.db.id);
  expect(second.plan[0]).toMatchObject({ op: 'replace' });
});

test("with onConflict 'takeover', a container of the same spec is adopted", async () => {
  await using bench = await setup();
  const first = await bench.start();
  await using second = await bench.start((c) => c.onConflict('takeover'));
  expect(second.db.id).toBe(first.db.id);
  await first.close();
});

test('contexts of the same spec share a persistent container', async () => {
  await using bench = await setup();
  await using first = await bench.start();
  await using second = await bench.start();
  expect(second.db.id).toBe(first.db.id);
});

test('once the other context is closed, the container is replaced, and nothing is left of its use', async () => {
  await using bench = await setup();
  await (await bench.start()).close();
  expect(await bench.volumes()).toEqual([]);
  const second = await bench.start(changed);
  expect(await bench.volumes()).toEqual([expect.stringMatching(/^docktopus-use-/)]);
  await second.close();
  expect(await bench.volumes()).toEqual([]);
});

test('a session that is gone uses nothing any more', async () => {
  await using bench = await setup();
  await (await bench.start()).close();
  await bench.useBy({ pid: 4_194_305 });
  await using second = await bench.start(changed, { cleanup: 'none' });
  expect(second.plan[0]?.op).toBe('replace');
});

test('a session of another host is taken to live', async () => {
  await using bench = await setup();
  await (await bench.start()).close();
  await bench.useBy({ host: 'ffffffffffff' });
  expect((await failureOf(bench.start(changed))).reason).toContain(
    'another live session uses it: its process is on another host',
  );
});

test('a persistent container that a call makes is guarded as well', async () => {
  await using bench = await setup();
  await using first = await bench.start();
  await using second = await bench.start();
  const box = (ctx: DockerContext) =>
    ctx.container('busybox:1.36').cmd(['sleep', '600']).name('box').lifetime('persistent');
  const made = await box(first).create();
  const error = await failureOf(changed(box(second)).create());
  expect(error).toMatchObject({ code: 'name.in-use', operation: 'container.create' });
  expect(error.reason).toContain('another live session uses it');
  expect(await made.status()).toBe('created');
});

test('contexts without persistent containers say nothing about uses', async () => {
  await using bench = await setup();
  await using _ctx = await bench.start((c) => c.lifetime('session'));
  expect(await bench.volumes()).toEqual([]);
});
