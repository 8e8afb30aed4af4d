import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEngine } from '@docktopus/testing';
import { firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Container, ready } from '../container/index.ts';
import { container } from '../decorators/container-decorator.ts';
import { Injector } from '../di/index.ts';
import { type DocktopusError, isDocktopusError } from '../errors/index.ts';
import { printPlan } from '../group/index.ts';
import type { ConnectOptions, ContextOverrides } from './connect-options.ts';
import { DockerContext } from './docker-context.ts';

/** The first connection loads dockerode, which takes its time on a machine that is busy. */
vi.setConfig({ testTimeout: 20_000 });

const engines: FakeEngine[] = [];

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine[Symbol.asyncDispose]();
});

/** An engine in memory, and how to connect to it without a look at the machine's settings. */
function setup() {
  const engine = new FakeEngine();
  engines.push(engine);
  const options: ConnectOptions = {
    transport: engine,
    config: { name: 'bp', strict: 'off', shutdownGraceMs: 0 },
    configSources: { args: false, env: false, envFile: false, file: false },
  };
  return { engine, options };
}

/** The names of the containers and networks that an engine has. */
async function left({ options }: ReturnType<typeof setup>): Promise<string[]> {
  await using ctx = await DockerContext.connect({ ...options, cleanup: 'none' });
  const containers = await ctx.docker.engine.listContainers({ all: true });
  const networks = await ctx.docker.networks.list();
  const own = networks.map(({ Name }) => Name).filter((name) => !['bridge', 'host', 'none'].includes(name));
  return [...containers.map(({ Names }) => Names[0]?.slice(1) ?? ''), ...own];
}

async function failure(promise: Promise<unknown>): Promise<DocktopusError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (isDocktopusError(error)) return error;
  throw new Error(`not a DocktopusError: ${String(error)}`, { cause: error });
}

const log: string[] = [];

class Pair extends DockerContext {
  image = '';

  @container<Pair>((c, ctx) => c.image(ctx.image).cmd(['sleep', '60']).dependsOn('db'))
  readonly web!: Container;

  @container<Pair>((c, ctx) => c.image(ctx.image).cmd(['sleep', '60']))
  readonly db!: Container;

  constructor() {
    super();
    log.push('constructed');
  }

  override async onInit() {
    log.push(`onInit ${this.env.name}`);
    await this.docker.engine.ping();
    this.image = 'busybox:1.36';
  }

  override async onReady() {
    log.push(`onReady ${await this.web.status()} ${await this.db.status()}`);
  }

  override async onShutdown() {
    if (this.containers.size > 0) log.push(`onShutdown ${await this.web.status()}`);
  }
}

describe('a life', () => {
  it('goes through its steps in order, there and back', async () => {
    const made = setup();
    log.length = 0;
    const ctx = await Pair.connect(made.options);
    expect(log).toEqual(['constructed', 'onInit bp', 'onReady running running']);
    const { docker } = ctx;
    await ctx.close();
    expect(log.at(-1)).toBe('onShutdown running');
    expect(docker.closed).toBe(true);
    const actions = made.engine.events.filter(({ type }) => type === 'container');
    const order = actions.filter(({ action }) => ['start', 'destroy'].includes(action));
    const names = order.map(({ action, attributes }) => `${action} ${attributes.name?.split('-')[1]}`);
    expect(names).toEqual(['start db', 'start web', 'destroy web', 'destroy db']);
    expect(await left(made)).toEqual([]);
  });

  it('ends once, however often and in whatever way it is ended', async () => {
    const { options } = setup();
    log.length = 0;
    {
      await using ctx = await Pair.connect(options);
      await Promise.all([ctx.close(), ctx.close()]);
    }
    expect(log.filter((line) => line.startsWith('onShutdown'))).toHaveLength(1);
  });

  it('needs nothing to be declared', async () => {
    const made = setup();
    await using ctx = await DockerContext.connect(made.options);
    expect([ctx.env.name, ctx.containers.size, ctx.cleanup]).toEqual(['bp', 0, 'sweep']);
    await expect(firstValueFrom(ctx.connected$)).resolves.toBe(true);
  });

  it('shows its plan and starts nothing in a dry run', async () => {
    const made = setup();
    await using ctx = await Pair.connect({
      ...made.options,
      config: { ...made.options.config, dryRun: true },
    });
    expect(printPlan(ctx.plan).replace(/-[0-9a-f]{8}/g, '-…')).toBe(
      [
        'create db as bp-db-…: one for each session',
        'start db: it is new',
        'create web as bp-web-…: one for each session; after start db',
        'start web: it is new',
      ].join('\n'),
    );
    expect(await left(made)).toEqual([]);
  });
});

describe('what is asked for too early', () => {
  it.each(['docker', 'containers', 'session', 'networks'] as const)('says so: %s', (key) => {
    expect(() => new Pair()[key]).toThrow(`context.${key} Pair: the context is not connected yet`);
  });

  it('does nothing: close', async () => {
    await new Pair().close();
  });

  it('says so: a managed container in onInit', async () => {
    class Hasty extends DockerContext {
      @container((c) => c.image('busybox:1.36'))
      readonly box!: Container;
      override onInit() {
        void this.box.id;
      }
    }
    const error = await failure(Hasty.connect(setup().options));
    expect([error.code, error.message]).toEqual([
      'context.invalid',
      '@container Hasty.box: managed containers exist only after onInit(). Use it in onReady(), or in jobs',
    ]);
  });
});

describe('a start that fails', () => {
  class Failing extends Pair {
    fails = '';
    override async onInit() {
      await super.onInit();
      await this.networks.ensure('net');
      if (this.fails === 'onInit') throw new Error('no');
      if (this.fails === 'image') this.image = 'absent:1';
      if (this.fails === 'spec') this.image = '';
    }
    override async onReady() {
      if (this.fails === 'onReady') throw new Error('no');
    }
  }
  const failingAt = (where: string) =>
    class extends Failing {
      override fails = where;
    };

  it.each([
    ['onInit', 'context.failed'],
    ['spec', 'spec.invalid'],
    ['image', 'image.not-found'],
    ['onReady', 'context.failed'],
  ])('at %s leaves nothing', async (where, code) => {
    const made = setup();
    made.engine.pullFails('manifest for absent:1 not found: manifest unknown', { status: 404 });
    const error = await failure(failingAt(where).connect(made.options));
    expect(error.code).toBe(code);
    expect(await left(made)).toEqual([]);
  });

  it('before the engine was asked for is a matter of the settings alone', async () => {
    const { engine, options } = setup();
    using asked = engine.slow(0);
    const error = await failure(Pair.connect({ ...options, config: { name: '!', logLevel: 'loud' } }));
    expect(error.code).toBe('config.invalid');
    expect(error.message).toContain('name');
    expect(error.message).toContain('logLevel');
    expect(asked.hits).toBe(0);
  });

  it('for want of an engine says where it looked', async () => {
    const { engine, options } = setup();
    await engine.stop();
    const error = await failure(Pair.connect(options));
    expect([error.code, error.message]).toEqual([
      'engine.unreachable',
      expect.stringContaining('fake://memory'),
    ]);
  });

  it('is that failure when undoing fails, too, with both among its causes', async () => {
    const { engine, options } = setup();
    engine.fail('removeNetwork', 500, 'stuck');
    const error = await failure(failingAt('onInit').connect(options));
    expect([error.code, error.hint]).toEqual([
      'context.failed',
      'Not all of the start could be undone: stuck',
    ]);
    const { errors } = error.cause as AggregateError;
    expect(errors.map(({ code }: DocktopusError) => code)).toEqual(['context.failed', 'engine.failed']);
  });

  it('because it was aborted leaves nothing', async () => {
    const made = setup();
    const abort = new AbortController();
    class Slow extends Pair {
      override async onReady() {
        abort.abort(new Error('enough'));
        await new Promise(() => {});
      }
    }
    const error = await failure(Slow.connect({ ...made.options, signal: abort.signal }));
    expect(error.code).toBe('aborted');
    expect(await left(made)).toEqual([]);
  });

  it('because of its deadline leaves nothing', async () => {
    const made = setup();
    class Stuck extends DockerContext {
      override onInit() {
        return new Promise<void>(() => {});
      }
    }
    const error = await failure(Stuck.connect({ ...made.options, timeoutMs: 50 }));
    expect([error.code, error.operation]).toEqual(['timeout', 'context.connect']);
  });

  it('because of a cycle names it', async () => {
    class Round extends DockerContext {
      @container((c) => c.image('busybox:1.36').dependsOn('b'))
      readonly a!: Container;
      @container((c) => c.image('busybox:1.36').dependsOn({ a: 'started' }))
      readonly b!: Container;
    }
    const error = await failure(Round.connect(setup().options));
    expect([error.code, error.subject]).toEqual(['context.cycle', 'a → b → a']);
  });
});

describe('an end that fails', () => {
  it('in onShutdown still removes the containers', async () => {
    const made = setup();
    class Rude extends Pair {
      override async onShutdown() {
        throw new Error('no');
      }
    }
    const ctx = await Rude.connect(made.options);
    const error = await failure(ctx.close());
    expect([error.code, error.operation]).toEqual(['context.failed', 'Rude.onShutdown']);
    expect(await left(made)).toEqual([]);
  });

  it('to end in onShutdown is not waited for beyond the grace', async () => {
    const made = setup();
    class Slow extends Pair {
      override onShutdown() {
        return new Promise<void>(() => {});
      }
    }
    const ctx = await Slow.connect(made.options);
    const error = await failure(ctx.close());
    expect([error.code, error.operation]).toEqual(['timeout', 'Slow.onShutdown']);
    expect(await left(made)).toEqual([]);
  });

  it('for some of the containers removes the others and reports all', async () => {
    const { engine, options } = setup();
    const ctx = await Pair.connect(options);
    const fault = engine.fail('removeContainer', 500, 'stuck', { times: 2 });
    const error = await ctx.close().catch((reason: unknown) => reason);
    fault.undo();
    expect(error).toBeInstanceOf(AggregateError);
    expect((error as AggregateError).errors.length).toBeGreaterThan(1);
  });
});

describe('several contexts', () => {
  it('of one process share nothing but the engine, also under one name', async () => {
    const made = setup();
    const one = await Pair.connect(made.options);
    const two = await Pair.connect(made.options);
    expect(two.session).toBe(one.session);
    await one.close();
    expect(await two.web.status()).toBe('running');
    await two.close();
    expect(await left(made)).toEqual([]);
  });

  it('of one injector share the connection until the last is closed', async () => {
    const { options } = setup();
    const injector = Injector.create();
    const one = await Pair.connect({ ...options, injector });
    const two = await DockerContext.connect({ ...options, injector });
    expect(two.docker.sharedBy).toBe(2);
    await one.close();
    await two.docker.engine.ping();
    await two.close();
  });

  it('of one class and injector live one after the other only', async () => {
    const { options } = setup();
    const injector = Injector.create();
    const one = await Pair.connect({ ...options, injector });
    const error = await failure(Pair.connect({ ...options, injector }));
    expect([error.code, error.hint]).toEqual([
      'context.invalid',
      'Close that one first, or connect this one with injector.child()',
    ]);
    await one.close();
    await using two = await Pair.connect({ ...options, injector });
    expect(two).not.toBe(one);
    expect(injector.resolve(Pair)).toBe(two);
  });

  it('nested contexts leave a shared client open', async () => {
    const { options } = setup();
    await using outer = await Pair.connect(options);
    const inner = await Pair.connect({ ...options, transport: undefined, docker: outer.docker });
    await inner.close();
    expect(outer.docker.closed).toBe(false);
    expect(await outer.web.status()).toBe('running');
  });
});

class Migrating extends DockerContext {
  @container<Migrating>((c) => c.image('busybox:1.36').cmd(['true']).readyWhen(ready.exit(0)))
  readonly migration!: Container;
}

it('runs a container that is ready when it has ended once, however fast it is', async () => {
  const { engine, options } = setup();
  await using _ctx = await Migrating.connect(options);
  expect(engine.events.filter(({ action }) => action === 'start')).toHaveLength(1);
});

class Dawdling extends DockerContext {
  @container<Dawdling>((c) =>
    c.image('busybox:1.36').cmd(['sleep', '60']).readyWhen(ready.exit(0)).readyTimeout('100ms'),
  )
  readonly migration!: Container;
}

it('gives a container the time to be ready that its spec says, and the failure says where that stands', async () => {
  const { options } = setup();
  const { code, reason, hint } = await failure(Dawdling.connect(options));
  expect({ code, reason, hint }).toEqual({
    code: 'container.not-ready',
    reason: expect.stringContaining('it was not ready within 100 ms'),
    hint: "Look at its output, or give it more time with .readyTimeout('5m') in its spec",
  });
});

it('gives no container more time than all of them have, and the failure says whose time was up', async () => {
  const { options } = setup();
  const long = {
    migration: (declared) => declared.readyTimeout('5m'),
  } satisfies ContextOverrides['containers'];
  const late = Dawdling.connect({ ...options, timeoutMs: 1_000, overrides: { containers: long } });
  expect(await failure(late)).toMatchObject({
    code: 'container.not-ready',
    hint: 'Look at its output, or give context.connect more time with timeoutMs',
  });
});

it("strict 'error' refuses unknown settings before anything is created", async () => {
  const { engine, options } = setup();
  const configSources = { ...options.configSources, args: ['--retention', '7'] };
  const config = { ...options.config, strict: 'error' };
  expect(await failure(DockerContext.connect({ ...options, config, configSources }))).toMatchObject({
    code: 'config.invalid',
    message: expect.stringContaining(
      '--retention from the command line: got an unknown setting, expected one of',
    ),
  });
  expect(engine.events).toEqual([]);
});

it('leaves the data directory to the author: nothing is made there', async () => {
  const { options } = setup();
  const dataDir = join(tmpdir(), `docktopus-data-${process.pid}`);
  await using ctx = await Pair.connect({ ...options, config: { ...options.config, dataDir } });
  expect(ctx.env.dataDir).toBe(dataDir);
  expect(existsSync(dataDir)).toBe(false);
});

it.each([
  ['auto', true, 0],
  ['plain', true, 1],
  ['plain', false, 1],
] as const)(
  'with progress %s and test mode %s, pulls write to stderr: %i',
  async (progress, testMode, shown) => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => write.mockRestore());
    const { options } = setup();
    await using ctx = await DockerContext.connect({
      ...options,
      config: { ...options.config, progress, testMode },
    });
    await ctx.images.pull('registry.example/app:1');
    expect(Math.min(1, write.mock.calls.length)).toBe(shown);
  },
);
