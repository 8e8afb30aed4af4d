import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEngine } from '@docktopus/testing';
import { inject, injectable } from 'tsyringe';
import { expect, test, vi } from 'vitest';
import {
  type ConnectOptions,
  DockerContext,
  declaredFamilies,
  familiesOf,
  LiveContexts,
} from '../context/index.ts';
import { Injector, markedProperties } from '../di/index.ts';
import { type DocktopusError, isDocktopusError } from '../errors/index.ts';
import { type ContainerFamily, own } from '../family/index.ts';
import { family } from './family-decorator.ts';

vi.setConfig({ testTimeout: 20_000 });

interface Tenant {
  readonly plan: string;
}

@injectable()
class TenantContext extends DockerContext {
  readonly image = 'busybox:1.36';
  readonly plans = new Map([['acme', 'gold']]);
  readonly heard: string[] = [];

  @family<TenantContext, string, Tenant>(
    (c, ctx, key, tenant) =>
      c
        .image(ctx.image)
        .cmd(['sleep', '600'])
        .env({ TENANT: key, PLAN: tenant.plan })
        .volumes(own('data', '/data')),
    {
      idle: { after: '15m', then: 'stop' },
      lifetime: 'persistent',
      load: (key, ctx) => {
        const plan = ctx.plans.get(key);
        return plan === undefined ? undefined : { plan };
      },
    },
  )
  readonly tenants!: ContainerFamily<string, Tenant>;

  @family<TenantContext, number>((c, ctx, key) => c.image(ctx.image).cmd(['sleep', String(key)]), {
    idle: 'never',
  })
  protected readonly timers!: ContainerFamily<number>;

  override async onReady() {
    const found = await this.tenants.list();
    this.heard.push(`ready with ${found.map(({ key, state }) => `${key} ${state}`).join() || 'none'}`);
  }

  override async onShutdown() {
    await using box = await this.timers.use(600);
    this.heard.push(`shutdown with ${box.key}`);
  }
}

async function setup() {
  const engine = new FakeEngine();
  const dataDir = await mkdtemp(join(tmpdir(), 'docktopus-family-'));
  const injector = Injector.create();
  const options: ConnectOptions = {
    injector,
    transport: engine,
    config: { name: 'bp', strict: 'off', shutdownGraceMs: 0, dataDir },
    configSources: { args: false, env: false, envFile: false, file: false },
    cleanup: 'none',
  };
  return {
    engine,
    injector,
    options,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true });
    },
  };
}

function failure(run: () => unknown): DocktopusError {
  try {
    run();
  } catch (error) {
    if (isDocktopusError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test("a property's family makes members from the context, the key and the data that load finds", async () => {
  await using bench = await setup();
  await using ctx = await TenantContext.connect(bench.options);
  await using acme = await ctx.tenants.use('acme');
  const { Config, Name } = await acme.inspect();
  expect(Config.Env).toEqual(expect.arrayContaining(['TENANT=acme', 'PLAN=gold']));
  expect(Name).toMatch(/^\/bp-tenants-[a-z2-7]{26}$/);
  await expect(ctx.tenants.use('umbrella')).rejects.toMatchObject({ code: 'family.key-unknown' });
  await using umbrella = await ctx.tenants.use('umbrella', { plan: 'free' });
  expect((await umbrella.inspect()).Config.Env).toContain('PLAN=free');
});

test('members that are there are known before onReady(), and the family is open until after onShutdown()', async () => {
  await using bench = await setup();
  const first = await TenantContext.connect(bench.options);
  const box = await first.tenants.use('acme');
  await first.close();
  const second = await TenantContext.connect({ ...bench.options, injector: Injector.create() });
  await second.close();
  expect([first.heard, second.heard]).toEqual([
    ['ready with none', 'shutdown with 600'],
    ['ready with acme running', 'shutdown with 600'],
  ]);
  const left = await second.docker.engine.listContainers({ all: true }).catch((error: unknown) => error);
  expect(left).toMatchObject({ code: expect.stringContaining('closed') });
  await using third = await DockerContext.connect({ ...bench.options, injector: Injector.create() });
  const ids = (await third.docker.engine.listContainers({ all: true })).map(({ Id }) => Id);
  expect(ids).toEqual([box.id]);
});

test('a class gets a family by its name, and an unknown name fails with the known ones', async () => {
  @injectable()
  class Jobs {
    @family('timers') readonly timers!: ContainerFamily<number>;
    constructor(
      @inject(TenantContext) readonly ctx: TenantContext,
      @family('tenants') readonly tenants: ContainerFamily<string, Tenant>,
    ) {}
  }
  @injectable()
  class Typo {
    @family('tenant') readonly tenants!: ContainerFamily<string, Tenant>;
  }
  await using bench = await setup();
  await using ctx = await TenantContext.connect(bench.options);
  const late = ctx.family('late', (_key: string) => ctx.container('busybox:1.36'), { idle: 'never' });
  const jobs = bench.injector.resolve(Jobs);
  expect(jobs.tenants).toBe(ctx.tenants);
  expect([jobs.tenants, jobs.timers, late]).toEqual(familiesOf(ctx));
  expect(failure(() => bench.injector.resolve(Typo))).toMatchObject({
    code: 'family.not-found',
    message: expect.stringContaining(
      'no family has this name. Did you mean "tenants"? Known are tenants, timers, late',
    ),
  });
});

test('an injection can be checked before there is a context', () => {
  const injector = Injector.create();
  LiveContexts.of(injector).announce(TenantContext);
  @injectable()
  class Jobs {
    @family('tenants') readonly right!: ContainerFamily<string, Tenant>;
    @family('boxes') readonly wrong!: ContainerFamily<string>;
  }
  const sources = markedProperties(Jobs);
  expect(() => sources.get('right')?.check?.(injector)).not.toThrow();
  expect(failure(() => sources.get('wrong')?.check?.(injector)).message).toBe(
    "@family('boxes') boxes: no family has this name. Known are tenants, timers",
  );
  expect(declaredFamilies(class extends TenantContext {})).toEqual(['tenants', 'timers']);
});

test('two contexts that have a family of one name make its injection ambiguous', async () => {
  class Second extends TenantContext {}
  @injectable()
  class Jobs {
    @family('timers') readonly timers!: ContainerFamily<number>;
  }
  await using bench = await setup();
  await using one = await TenantContext.connect(bench.options);
  const two = await Second.connect({ ...bench.options, config: { ...bench.options.config, name: 'bp2' } });
  expect(failure(() => bench.injector.resolve(Jobs))).toMatchObject({
    code: 'inject.failed',
    message: expect.stringContaining('TenantContext and Second have a family of this name'),
  });
  await two.close();
  expect(bench.injector.resolve(Jobs).timers.name).toBe('timers');
  expect(one.tenants.closed).toBe(false);
});

test('a second family of a name is refused while the first is open', async () => {
  await using bench = await setup();
  await using ctx = await DockerContext.connect(bench.options);
  const make = () => ctx.family('box', (_key: string) => ctx.container('busybox:1.36'), { idle: 'never' });
  const first = make();
  expect(failure(make)).toMatchObject({
    code: 'family.invalid',
    message: expect.stringContaining('the context has a family of this name already'),
  });
  await first.close();
  expect(make().name).toBe('box');
});

test('options that are wrong fail the context, before any container is made', async () => {
  class Hasty extends DockerContext {
    @family((c) => c.image('busybox:1.36'), { idle: 'soon' as never, startTimeout: -1 })
    readonly boxes!: ContainerFamily;
  }
  await using bench = await setup();
  await expect(Hasty.connect(bench.options)).rejects.toMatchObject({
    code: 'family.invalid',
    details: {
      issues: [expect.objectContaining({ path: 'idle' }), expect.objectContaining({ path: 'startTimeout' })],
    },
  });
});

test('a family is refused where it cannot stand, and read too early it says so', async () => {
  const misplaced = () => {
    class Job {
      // @ts-expect-error a family can be defined on a context only
      @family((c) => c.image('busybox'), { idle: 'never' })
      readonly boxes!: ContainerFamily;
    }
    return Job;
  };
  expect(failure(misplaced).hint).toBe(
    "Write @family('name') to inject one, or let the class extend DockerContext",
  );
  class Early extends DockerContext {
    @family((c) => c.image('busybox'), { idle: 'never' }) readonly boxes!: ContainerFamily;
    override async onInit() {
      await this.boxes.use('acme');
    }
  }
  await using bench = await setup();
  await expect(Early.connect(bench.options)).rejects.toMatchObject({
    code: 'context.invalid',
    message: expect.stringContaining('after onInit()'),
  });
});

/** Checked by the compiler; nothing here runs. */
export function types(): void {
  class Right extends DockerContext {
    @family((c) => c.image('busybox'), { idle: 'never' }) readonly one!: ContainerFamily;
    @family<Right, string>((c, ctx) => c.image(ctx.image), { idle: 'never' })
    readonly two!: ContainerFamily<string> | undefined;
    @family('one') protected readonly three!: ContainerFamily;
    readonly image = 'busybox';
  }
  class Wrong extends DockerContext {
    // @ts-expect-error keys of another type
    @family<Wrong, string>((c) => c.image('busybox'), { idle: 'never' })
    readonly one!: ContainerFamily<number>;
    // @ts-expect-error data is missing from the declared type
    @family<Wrong, string, Tenant>((c) => c.image('busybox'), { idle: 'never' })
    readonly two!: ContainerFamily<string>;
    // @ts-expect-error a text is no family
    @family('one') readonly three!: string;
    // @ts-expect-error the definition asks for a context that this class is not
    @family<Right, string>((c, ctx) => c.image(ctx.image), { idle: 'never' })
    readonly four!: ContainerFamily<string>;
    // @ts-expect-error what happens to idle members must be said
    @family((c) => c.image('busybox'), {}) readonly five!: ContainerFamily;
    method(@family('one') _boxes: ContainerFamily) {}
  }
  void [Right, Wrong];
}
