import { FakeEngine } from '@docktopus/testing';
import { expect, test, vi } from 'vitest';
import { type Container, ready } from '../container/index.ts';
import { container } from '../decorators/container-decorator.ts';
import { type DocktopusError, isDocktopusError } from '../errors/index.ts';
import { delay } from '../scope/index.ts';
import type { ConnectOptions } from './connect-options.ts';
import { DockerContext } from './docker-context.ts';

vi.setConfig({ testTimeout: 20_000 });

function setup(config: Record<string, unknown> = {}) {
  const engine = new FakeEngine({ ports: 'none' });
  const options: ConnectOptions = {
    transport: engine,
    config: { name: 'bp', strict: 'off', shutdownGraceMs: 0, ...config },
    configSources: { args: false, env: false, envFile: false, file: false },
  };
  return {
    engine,
    options,
    /** The names of all containers and networks that are left. */
    async left(): Promise<string[]> {
      await using ctx = await DockerContext.connect({ ...options, cleanup: 'none' });
      const containers = await ctx.docker.engine.listContainers({ all: true });
      const networks = await ctx.docker.networks.list();
      const own = networks
        .map(({ Name }) => Name)
        .filter((name) => !['bridge', 'host', 'none'].includes(name));
      return [...containers.map(({ Names }) => Names[0]?.slice(1) ?? ''), ...own];
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
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

class Chain extends DockerContext {
  @container((c) => c.image('busybox:1.36').cmd(['sleep', '600']))
  readonly db!: Container;
  @container((c) => c.image('busybox:1.36').cmd(['sleep', '600']).dependsOn('db'))
  readonly api!: Container;
  @container((c) => c.image('busybox:1.36').cmd(['sleep', '600']).dependsOn('api'))
  readonly web!: Container;
}

test('closing has one deadline for everything, and one error says what happens to the rest when it ends', async () => {
  await using bench = setup({ closeTimeoutMs: 400 });
  const ctx = await Chain.connect({ ...bench.options, cleanup: 'sweep' });
  const pool = ctx.pool('spare', ctx.container('busybox:1.36').cmd(['sleep', '600']));
  await pool.ready();
  const frozen = (['stopContainer', 'removeContainer', 'listContainers', 'listNetworks'] as const).map(
    (operation) => bench.engine.hang(operation),
  );
  const begun = performance.now();
  const error = await failureOf(ctx.close());
  expect(performance.now() - begun).toBeLessThan(3_000);
  expect(error).toMatchObject({
    code: 'timeout',
    operation: 'context.close',
    message:
      'context.close Chain: not everything was removed within 400 ms. The next start of the blueprint removes the rest, or give it more time with the setting closeTimeoutMs',
    details: { timeoutMs: 400 },
  });
  for (const fault of frozen) fault.undo();
});

test('containers that do not stop in time are removed by force before the deadline', async () => {
  await using bench = setup({ closeTimeoutMs: 800, shutdownGraceMs: 60_000 });
  class Deaf extends DockerContext {
    @container((c) => c.image('busybox:1.36').cmd(['sh', '-c', "trap '' TERM; sleep 600"]).stopTimeout('10m'))
    readonly one!: Container;
    @container((c) =>
      c
        .image('busybox:1.36')
        .cmd(['sh', '-c', "trap '' TERM; sleep 600"])
        .stopTimeout('10m')
        .dependsOn('one'),
    )
    readonly two!: Container;
  }
  const ctx = await Deaf.connect(bench.options);
  await ctx.close();
  expect(await bench.left()).toEqual([]);
});

test("a spec's stopTimeout holds on close, whatever the setting shutdownGraceMs says", async () => {
  await using bench = setup({ shutdownGraceMs: 0 });
  class Slow extends DockerContext {
    @container((c) =>
      c
        .image('busybox:1.36')
        .cmd(['sh', '-c', "trap 'sleep 0.3; exit 5' TERM; echo up; while true; do sleep 0.05; done"])
        .readyWhen(ready.log('up'))
        .stopTimeout('30s'),
    )
    readonly box!: Container;
  }
  const ctx = await Slow.connect(bench.options);
  await ctx.close();
  const [die] = bench.engine.events.filter(({ action }) => action === 'die');
  expect(die?.attributes.exitCode).toBe('5');
});

test('a container that the engine creates after connect() was aborted is removed', async () => {
  await using bench = setup();
  const abort = new AbortController();
  using slow = bench.engine.slow(1_500, 'createContainer');
  const connecting = failureOf(Chain.connect({ ...bench.options, signal: abort.signal }));
  await vi.waitFor(() => expect(slow.hits).toBe(1), { interval: 5 });
  abort.abort(new Error('enough'));
  expect((await connecting).code).toBe('aborted');
  await vi.waitFor(() => expect(bench.engine.events.map(({ action }) => action)).toContain('create'));
  expect(await bench.left()).toEqual([]);
});

test.each(['createContainer', 'startContainer'] as const)(
  'connect() that is aborted while the engine is silent in %s ends within seconds, and what it made goes when the engine answers',
  async (operation) => {
    await using bench = setup();
    const abort = new AbortController();
    using begun = bench.engine.hang(operation);
    let end: unknown;
    const connecting = Chain.connect({ ...bench.options, cleanup: 'sweep', signal: abort.signal }).catch(
      (error: unknown) => {
        end = error;
      },
    );
    await vi.waitFor(() => expect(begun.hits).toBe(1), { interval: 5, timeout: 10_000 });
    using frozen = bench.engine.hang('*');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      abort.abort(new Error('enough'));
      await vi.advanceTimersByTimeAsync(8_000);
      await connecting;
      expect(isDocktopusError(end, 'aborted')).toBe(true);
      const errors = ((end as DocktopusError).cause as AggregateError).errors as readonly DocktopusError[];
      expect(errors.map(({ code }) => code)).toEqual(['aborted', 'timeout']);
      expect(errors[1]).toMatchObject({
        operation: 'context.close',
        subject: 'Chain',
        reason:
          'the engine has not answered within 3000 ms: what it has created is removed when it answers, or at the next start of the blueprint',
        hint: 'Find out why the engine hangs',
      });
      begun.undo();
      frozen.undo();
      await vi.waitFor(async () => expect(await bench.left()).toEqual([]), { timeout: 10_000 });
    } finally {
      vi.useRealTimers();
    }
  },
);

test.each([
  [
    'createContainer',
    'the container of a pool',
    (ctx: DockerContext) => {
      const pool = ctx.pool('spare', ctx.container('busybox:1.36').cmd(['sleep', '600']));
      return pool.ready();
    },
  ],
  ['createNetwork', 'a network', (ctx: DockerContext) => ctx.networks.ensure('late-net')],
] as const)(
  'what onInit() has asked for with %s, %s, is removed when the engine makes it 1.5 s later, after connect() was aborted',
  async (operation, _, ask) => {
    class Asking extends DockerContext {
      override async onInit(): Promise<void> {
        await ask(this);
      }
    }
    await using bench = setup();
    const abort = new AbortController();
    using slow = bench.engine.slow(1_500, operation);
    const connecting = failureOf(Asking.connect({ ...bench.options, signal: abort.signal }));
    await vi.waitFor(() => expect(slow.hits).toBe(1), { interval: 5 });
    abort.abort(new Error('enough'));
    expect((await connecting).code).toBe('aborted');
    await vi.waitFor(() => expect(bench.engine.events.map(({ action }) => action)).toContain('create'), {
      timeout: 5_000,
    });
    expect(await bench.left()).toEqual([]);
  },
);

test('a settings file or a hook that hangs does not keep connect() from being aborted', async () => {
  await using bench = setup();
  class Hanging extends DockerContext {
    override onInit() {
      return new Promise<void>(() => {});
    }
  }
  const signal = AbortSignal.timeout(50);
  expect((await failureOf(Hanging.connect({ ...bench.options, signal }))).code).toBe('aborted');
});

/** Two instances of the blueprint that share a network, as the guide says. */
class Sharing extends DockerContext {
  override async onInit() {
    await this.networks.ensure('shared');
  }
  @container((c) => c.image('busybox:1.36').cmd(['sleep', '600']).networks('shared'))
  readonly box!: Container;
}

test.each([
  [0, 1],
  [1, 0],
])('a network that two contexts use goes with the last of them: %i, then %i', async (first, second) => {
  await using bench = setup();
  const both = [await Sharing.connect(bench.options), await Sharing.connect(bench.options)] as const;
  await both[first as 0]!.close();
  expect((await both[second as 1]!.box.inspect()).State.Status).toBe('running');
  await both[second as 1]!.close();
  expect(await bench.left()).toEqual([]);
});

test('a network that the blueprint did not make stays', async () => {
  await using bench = setup();
  await using outer = await DockerContext.connect(bench.options);
  await outer.docker.networks.create('shared');
  await (await Sharing.connect(bench.options)).close();
  expect((await outer.docker.networks.inspect('shared')).Name).toBe('shared');
});

test('a pool that is made or used after close() is refused, and nothing is rejected behind the back of its caller', async () => {
  await using bench = setup();
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  const ctx = await DockerContext.connect(bench.options);
  const spec = ctx.container('busybox:1.36').cmd(['sleep', '600']);
  const pool = ctx.pool('early', spec, { min: 0 });
  const closing = ctx.close();
  await expect(pool.lease()).rejects.toMatchObject({ code: expect.stringMatching(/closed/) });
  await closing;
  expect(() => ctx.pool('late', spec)).toThrow(expect.objectContaining({ code: 'context.closed' }));
  await delay(20);
  process.off('unhandledRejection', onRejection);
  expect(rejections).toEqual([]);
});

test('a sibling that is cancelled is not reported: one cause is that error with its code', async () => {
  await using bench = setup();
  class Two extends DockerContext {
    @container((c) => c.image('busybox:1.36').cmd(['sh', '-c', 'exit 3']).readyWhen(ready.log('never')))
    readonly broken!: Container;
    @container((c) => c.image('busybox:1.36').cmd(['sleep', '600']).readyWhen(ready.log('never')))
    readonly slow!: Container;
  }
  const error = await failureOf(Two.connect(bench.options));
  expect(error).toMatchObject({ code: 'container.start-failed', details: { exitCode: 3 } });
  expect(error.message).not.toContain('slow');
});

test('a connect() that runs out of time is one error, however many containers it was starting', async () => {
  await using bench = setup();
  using _hanging = bench.engine.hang('createContainer');
  const error = await failureOf(Chain.connect({ ...bench.options, timeoutMs: 300 }));
  expect(error).toMatchObject({ code: 'timeout' });
});
