import { FakeEngine } from '@docktopus/testing';
import { firstValueFrom } from 'rxjs';
import { filter } from 'rxjs/operators';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Container } from '../../container/index.ts';
import { container } from '../../decorators/container-decorator.ts';
import { type DocktopusError, isDocktopusError } from '../../errors/index.ts';
import type { ConnectOptions } from '../connect-options.ts';
import { DockerContext } from '../docker-context.ts';

/** The first connection loads dockerode, which takes its time on a machine that is busy. */
vi.setConfig({ testTimeout: 20_000 });

const engines: FakeEngine[] = [];

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine[Symbol.asyncDispose]();
});

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

async function failure(promise: Promise<unknown>): Promise<DocktopusError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (isDocktopusError(error)) return error;
  throw new Error(`not a DocktopusError: ${String(error)}`, { cause: error });
}

const sleep = ['sleep', '60'];

class Base extends DockerContext {
  @container((c) => c.image('busybox:1.36').cmd(sleep))
  readonly cache!: Container;
}

describe('declared containers', () => {
  it('are known by the name of their property, and by nothing else', async () => {
    await using ctx = await Base.connect(setup().options);
    expect(ctx.containers.names).toEqual(['cache']);
    expect(ctx.containers.get('cache')).toBe(ctx.cache);
    expect([...ctx.containers]).toEqual([['cache', ctx.cache]]);
    const error = await failure(Promise.resolve().then(() => ctx.containers.get('cahce')));
    expect(error.message).toBe(
      'context.containers.get cahce: no managed container has this name. Did you mean "cache"? Known are cache',
    );
  });

  it('are inherited, and a subclass may redefine them', async () => {
    class Sub extends Base {
      @container((c) => c.image('busybox:1.36').cmd(sleep).env({ SUB: '1' }))
      declare readonly cache: Container;
      @container((c) => c.image('busybox:1.36').cmd(sleep))
      readonly other!: Container;
    }
    await using ctx = await Sub.connect(setup().options);
    expect(ctx.containers.names).toEqual(['cache', 'other']);
    expect((await ctx.cache.inspect()).Config.Env).toContain('SUB=1');
  });

  it('get a name in the engine that no other session has, unless the spec says one', async () => {
    class Named extends Base {
      @container((c) => c.image('busybox:1.36').cmd(sleep).name('exactly'))
      readonly named!: Container;
      @container((c) => c.image('busybox:1.36').cmd(sleep).lifetime('persistent'))
      readonly kept!: Container;
    }
    const { options } = setup();
    await using ctx = await Named.connect(options);
    const names = await Promise.all([...ctx.containers].map(async ([, each]) => (await each.inspect()).Name));
    expect(names).toEqual([expect.stringMatching(/^\/bp-cache-[0-9a-f]{8}$/), '/exactly', '/bp-kept']);
  });

  it('carry the labels of their owner', async () => {
    await using ctx = await Base.connect(setup().options);
    const { Labels } = (await ctx.cache.inspect()).Config;
    expect(Labels).toMatchObject({
      'dev.docktopus.blueprint': 'bp',
      'dev.docktopus.session': ctx.session,
      'dev.docktopus.name': 'cache',
      'dev.docktopus.lifetime': 'session',
      'dev.docktopus.spec-hash': expect.stringMatching(/^[0-9a-f]{64}$/),
      'dev.docktopus.version': '1',
    });
  });

  it('report all that is wrong with all of them at once', async () => {
    class Wrong extends DockerContext {
      @container((c) => c.image('UPPER').limits({ memory: 'lots' }))
      readonly one!: Container;
      @container((c) => c.image('busybox').ports('99999'))
      readonly two!: Container;
    }
    const error = await failure(Wrong.connect(setup().options));
    expect(error.code).toBe('spec.invalid');
    for (const path of ['one.image', 'one.limits.memory', 'two.ports'])
      expect(error.message).toContain(`  ${path}`);
  });

  it('show what is known of them, all together', async () => {
    const { engine, options } = setup();
    await using ctx = await Base.connect(options);
    const statusOf = async (status: string | undefined) =>
      firstValueFrom(ctx.containers$.pipe(filter((all) => all.get('cache')?.status === status)));
    await statusOf('running');
    engine.kill(ctx.cache.id ?? '');
    expect((await statusOf('exited')).get('cache')?.exitCode).toBe(137);
  });

  it('that depend on a completion wait for it', async () => {
    const { engine, options } = setup();
    const order: string[] = [];
    engine.image('migrate:1', async () => {
      order.push('migrated');
      return 0;
    });
    class Migrating extends DockerContext {
      @container((c) => c.image('migrate:1'))
      readonly migrate!: Container;
      @container((c) => c.image('busybox:1.36').cmd(sleep).dependsOn({ migrate: 'completed' }))
      readonly app!: Container;
      override onReady() {
        order.push('ready');
      }
    }
    await using ctx = await Migrating.connect(options);
    expect(order).toEqual(['migrated', 'ready']);
    expect(await ctx.migrate.status()).toBe('exited');
  });

  it('fail the start when what others wait for fails', async () => {
    const { engine, options } = setup();
    engine.image('migrate:1', () => 3);
    class Migrating extends DockerContext {
      @container((c) => c.image('migrate:1'))
      readonly migrate!: Container;
      @container((c) => c.image('busybox:1.36').cmd(sleep).dependsOn({ migrate: 'completed' }))
      readonly app!: Container;
    }
    const error = await failure(Migrating.connect(options));
    expect([error.code, error.subject, error.details.exitCode]).toEqual(['container.exited', 'migrate', 3]);
  });
});

describe('persistent containers', () => {
  /** Another class each time, as after a redeployment. */
  function persistent(more: (c: ReturnType<DockerContext['container']>) => typeof c = (c) => c) {
    class Persistent extends DockerContext {
      @container((c) =>
        // `sleep` is deaf to the usual signal.
        more(c.image('busybox:1.36').cmd(sleep).stopSignal('SIGKILL').lifetime('persistent')),
      )
      readonly store!: Container;
    }
    return Persistent;
  }

  it('stay when the context closes and are found again, running', async () => {
    const { options } = setup();
    const first = await persistent().connect(options);
    const { id } = first.store;
    await first.close();
    await using second = await persistent().connect(options);
    expect(second.plan.map(({ op }) => op)).toEqual(['adopt', 'start']);
    expect(second.store.id).toBe(id);
    expect(await second.store.status()).toBe('running');
  });

  it('are started again when they had stopped', async () => {
    const { engine, options } = setup();
    const first = await persistent().connect(options);
    const id = first.store.id ?? '';
    await first.close();
    engine.kill(id);
    await using second = await persistent().connect(options);
    expect([second.store.id, await second.store.status()]).toEqual([id, 'running']);
  });

  it('are replaced when their spec has changed', async () => {
    const { options } = setup();
    const first = await persistent().connect(options);
    const { id } = first.store;
    await first.close();
    await using second = await persistent((c) => c.env({ NEW: '1' })).connect(options);
    expect(second.plan.map(({ op, cause }) => `${op}: ${cause}`)).toEqual([
      'replace: its spec has changed: env.NEW added',
      'start: it is new',
    ]);
    expect(second.store.id).not.toBe(id);
    expect((await second.store.inspect()).Config.Env).toContain('NEW=1');
    await expect(second.docker.engine.inspectContainer(id ?? '')).rejects.toMatchObject({
      code: 'container.not-found',
    });
  });

  it('are asked to end before they give way', async () => {
    const { engine, options } = setup();
    engine.container('bp-store', (process) => {
      process.onSignal('SIGTERM', () => process.exit(0));
      return process.forever();
    });
    const first = await persistent((c) => c.stopSignal('SIGTERM')).connect(options);
    const { id } = first.store;
    await first.close();
    await using _ = await persistent((c) => c.env({ NEW: '1' })).connect(options);
    const ends = engine.events.filter((event) => event.id === id).map(({ action }) => action);
    expect(ends.slice(-4)).toEqual(['kill', 'die', 'stop', 'destroy']);
  });

  it('are replaced if their name in the engine has changed', async () => {
    const { options } = setup();
    const first = await persistent().connect(options);
    await first.close();
    await using second = await persistent((c) => c.name('other')).connect(options);
    const all = await second.docker.engine.listContainers({ all: true });
    expect(all.map(({ Names }) => Names[0])).toEqual(['/other']);
  });

  it("are refused with onConflict 'error', before anything is created", async () => {
    const { options } = setup();
    await (await persistent().connect(options)).close();
    const error = await failure(persistent((c) => c.onConflict('error')).connect(options));
    expect([error.code, error.subject]).toEqual(['name.in-use', 'store']);
  });

  it('of a name that someone else has are refused, and that one is left alone', async () => {
    const { options } = setup();
    await using ctx = await DockerContext.connect(options);
    const theirs = await Container.builder(ctx.docker, 'busybox:1.36').name('bp-store').cmd(sleep).create();
    const error = await failure(persistent().connect(options));
    expect(error.code).toBe('name.in-use');
    expect(await theirs.status()).toBe('created');
  });
});

describe('containers made along the way', () => {
  it('go with the context, started or not, unless they are persistent', async () => {
    const { options } = setup();
    await using watching = await DockerContext.connect(options);
    const ctx = await DockerContext.connect(options);
    const box = () => ctx.container('busybox:1.36').cmd(sleep);
    await (await box().create()).start();
    await box().name('unstarted').create();
    const kept = await box().name('kept').lifetime('persistent').create();
    await ctx.close();
    const all = await watching.docker.engine.listContainers({ all: true });
    expect(all.map(({ Id }) => Id)).toEqual([kept.id]);
  });

  it('cannot be made any more once it is closed', async () => {
    const { options } = setup();
    await using outer = await DockerContext.connect(options);
    const ctx = await DockerContext.connect({ ...options, transport: undefined, docker: outer.docker });
    const builder = ctx.container('busybox:1.36');
    await ctx.close();
    expect((await failure(Promise.resolve().then(() => builder.create()))).code).toBe('context.closed');
  });

  it('take the strictness of the settings', async () => {
    const { options } = setup();
    await using ctx = await DockerContext.connect({ ...options, config: { name: 'bp', strict: 'error' } });
    expect(() => ctx.container('busybox').spec).toThrow('spec');
    expect(ctx.container('busybox').strict('off').spec.strict).toBe('off');
    expect(() => ctx.pool('sandbox', ctx.container('busybox'))).toThrow('image: got nothing explicit');
  });

  it('warn once of the options they leave to the engine, declared or not, those of a pool together', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    onTestFinished(() => warn.mockRestore());
    const { options } = setup();
    const config = { ...options.config, strict: 'warn' };
    await using ctx = await Base.connect({ ...options, config });
    await ctx.pool('sandbox', ctx.container('busybox:1.36').cmd(sleep), { min: 2 }).ready();
    // Not one of another test of this process, which has been warned of.
    ctx.container('busybox:1.36').name('made-along').slot();
    const subjects = warn.mock.calls.map(([message]) => String(message).split(' does not set ')[0]);
    expect(subjects).toEqual(['cache', 'sandbox', 'made-along']);
  });
});

describe('overrides', () => {
  it('change what was declared', async () => {
    const { options } = setup();
    const overrides = {
      containers: { cache: (c: ReturnType<DockerContext['container']>) => c.env({ TEST: '1' }) },
    };
    await using ctx = await Base.connect({ ...options, overrides });
    expect((await ctx.cache.inspect()).Config.Env).toContain('TEST=1');
  });

  it('put a container in its place that is there already, and stays', async () => {
    const { options } = setup();
    await using outer = await DockerContext.connect(options);
    const mine = await outer.container('busybox:1.36').cmd(sleep).create();
    await mine.start();
    const ctx = await Base.connect({ ...options, overrides: { containers: { cache: () => mine } } });
    expect([ctx.cache, ctx.containers.get('cache'), ctx.plan]).toEqual([mine, mine, []]);
    await ctx.close();
    expect(await mine.status()).toBe('running');
  });

  it('of what is not declared are refused', async () => {
    const { options } = setup();
    const error = await failure(Base.connect({ ...options, overrides: { containers: { cahce: (c) => c } } }));
    expect(error.message).toContain('Did you mean "cache"?');
  });

  it('change settings and providers', async () => {
    const { options } = setup();
    const overrides = { config: { name: 'other' }, providers: [['who', { useValue: 'me' }]] as const };
    await using ctx = await Base.connect({ ...options, overrides });
    expect(ctx.env.name).toBe('other');
  });
});

it('takes images of Docker Hub from the setting dockerHubPrefix', async () => {
  const { options } = setup();
  const config = { ...options.config, dockerHubPrefix: 'mirror.example.com/hub' };
  await using ctx = await DockerContext.connect({ ...options, config });
  expect(ctx.container('redis:7.4').spec.image).toBe('mirror.example.com/hub/library/redis:7.4');
  expect(ctx.container('ghcr.io/a/b:1').spec.image).toBe('ghcr.io/a/b:1');
});

it('refuses dependencies where nothing would start them: outside of a context, and in a pool', async () => {
  const { options } = setup();
  await using ctx = await DockerContext.connect(options);
  const lone = Container.builder(ctx.docker, 'busybox:1.36').name('api').dependsOn('no-such-thing', 'db');
  const problem = (name: string) =>
    `dependsOn: got "${name}", expected none, because nothing starts other containers for one that is not in a context`;
  for (const make of [() => lone.slot(), () => lone.create()]) {
    const error = await (async () => make())().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'spec.invalid',
      message: expect.stringContaining('container.slot api'),
    });
    expect(String(error)).toContain(problem('no-such-thing'));
    expect(String(error)).toContain(problem('db'));
  }
  expect(lone.spec.dependsOn).toEqual({ 'no-such-thing': 'ready', db: 'ready' });
  const member = ctx.container('busybox:1.36').dependsOn('no-such-thing');
  expect(() => ctx.pool('spare', member)).toThrow(problem('no-such-thing'));
  await expect(ctx.container('busybox:1.36').dependsOn('no-such-thing').create()).rejects.toMatchObject({
    code: 'context.invalid',
    message: expect.stringContaining('no-such-thing'),
  });
});
