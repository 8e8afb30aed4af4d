import { FakeEngine } from '@docktopus/testing';
import { inject, injectable } from 'tsyringe';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { BlueprintEnvironment, config, type Infer } from '../config/index.ts';
import type { Container } from '../container/index.ts';
import { type ConnectOptions, DockerContext, declaredContainers, LiveContexts } from '../context/index.ts';
import { Injector, markedProperties } from '../di/index.ts';
import { type DocktopusError, isDocktopusError } from '../errors/index.ts';
import { container } from './container-decorator.ts';

/** The first connection loads dockerode, which takes its time on a machine that is busy. */
vi.setConfig({ testTimeout: 20_000 });

const engines: FakeEngine[] = [];

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine[Symbol.asyncDispose]();
});

function setup() {
  const engine = new FakeEngine();
  engines.push(engine);
  const injector = Injector.create();
  const options: ConnectOptions = {
    injector,
    transport: engine,
    config: { name: 'bp', strict: 'off', shutdownGraceMs: 0 },
    configSources: { args: false, env: false, envFile: false, file: false },
  };
  return { injector, options };
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

const Settings = BlueprintEnvironment.extend({ image: z.string().default('busybox:1.36') });

@injectable()
class CacheContext extends DockerContext {
  @config(Settings) override readonly env!: Infer<typeof Settings>;

  @container<CacheContext>((c, ctx) => c.image(ctx.env.image).cmd(['sleep', '60']))
  readonly redis!: Container;

  @container<CacheContext>((c, ctx) => c.image(ctx.env.image).cmd(['sleep', '60']))
  private readonly hidden!: Container;

  get hiddenId() {
    return this.hidden.id;
  }
}

describe('on a context', () => {
  it('declares containers, private ones too, defined by its own settings', async () => {
    await using ctx = await CacheContext.connect(setup().options);
    expect(ctx.env.image).toBe('busybox:1.36');
    expect(ctx.containers.names).toEqual(['redis', 'hidden']);
    expect(ctx.hiddenId).toMatch(/^[0-9a-f]{64}$/);
  });

  it('states what it stands for', () => {
    expect([...declaredContainers(CacheContext).keys()]).toEqual(['redis', 'hidden']);
    expect([...declaredContainers(DockerContext).keys()]).toEqual([]);
  });

  it('is refused anywhere else', () => {
    const error = failure(() => {
      class Job {
        // @ts-expect-error a container can be defined on a context only
        @container((c) => c.image('busybox'))
        readonly box!: Container;
      }
      return Job;
    });
    expect([error.code, error.hint]).toEqual([
      'context.invalid',
      "Write @container('name') to inject one, or let the class extend DockerContext",
    ]);
  });
});

describe('on what needs a container', () => {
  @injectable()
  class Jobs {
    @container('hidden') readonly other!: Container;
    constructor(
      @inject(CacheContext) readonly ctx: CacheContext,
      @container('redis') readonly redis: Container,
    ) {}
  }

  it('injects it into properties and constructor parameters', async () => {
    const { injector, options } = setup();
    await using ctx = await CacheContext.connect(options);
    const jobs = injector.child().resolve(Jobs);
    expect([jobs.ctx, jobs.redis, jobs.other]).toEqual([ctx, ctx.redis, ctx.containers.get('hidden')]);
  });

  it('fails for an unknown name with the known and the nearest ones', async () => {
    @injectable()
    class Typo {
      @container('rediss') readonly redis!: Container;
    }
    const { injector, options } = setup();
    await using _ctx = await CacheContext.connect(options);
    const error = failure(() => injector.resolve(Typo));
    expect(error.code).toBe('container.not-found');
    expect(error.message).toContain(
      'no managed container has this name. Did you mean "redis"? Known are redis, hidden',
    );
  });

  it('can be checked before there is a context', () => {
    const { injector } = setup();
    LiveContexts.of(injector).announce(CacheContext);
    @injectable()
    class Typo {
      @container('redis') readonly right!: Container;
      @container('hiden') readonly wrong!: Container;
    }
    const sources = markedProperties(Typo);
    expect(() => sources.get('right')?.check?.(injector)).not.toThrow();
    expect(failure(() => sources.get('wrong')?.check?.(injector)).message).toBe(
      `@container('hiden') hiden: no managed container has this name. Did you mean "hidden"? Known are redis, hidden`,
    );
  });

  it('asks which one is meant when two contexts have one of that name', async () => {
    class Second extends CacheContext {}
    const { injector, options } = setup();
    await using _one = await CacheContext.connect(options);
    await using _two = await Second.connect(options);
    const error = failure(() => injector.resolve(Jobs));
    expect([error.code, error.message]).toEqual([
      'inject.failed',
      expect.stringContaining('CacheContext and Second have a container of this name'),
    ]);
  });

  it('finds nothing in a context that is closed', async () => {
    const { injector, options } = setup();
    const ctx = await CacheContext.connect(options);
    await ctx.close();
    expect(failure(() => injector.resolve(Jobs)).message).toContain('container');
  });
});

/** Checked by the compiler; nothing here runs. */
export function types(): void {
  class Right extends DockerContext {
    @container((c) => c.image('busybox')) readonly one!: Container;
    @container<Right>((c, ctx) => c.image(ctx.image)) readonly two!: Container | undefined;
    @container('one') protected readonly three!: Container;
    readonly image = 'busybox';
  }
  class Wrong extends DockerContext {
    // @ts-expect-error a text cannot hold a container
    @container((c) => c.image('busybox')) readonly one!: string;
    // @ts-expect-error nor can a number
    @container('one') readonly two!: number;
    // @ts-expect-error the definition asks for a context that this class is not
    @container<Right>((c, ctx) => c.image(ctx.image)) readonly three!: Container;
    // @ts-expect-error a definition is a builder
    @container(() => 'busybox') readonly four!: Container;
    // @ts-expect-error the image comes first
    @container((c) => c.cmd(['true'])) readonly five!: Container;
    method(@container('one') _box: Container) {}
  }
  void [Right, Wrong];
}
