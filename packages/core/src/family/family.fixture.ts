import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEngine, type FakeEngineOptions } from '@docktopus/testing';
import { expect, vi } from 'vitest';
import type { Container, ContainerBuilder } from '../container/index.ts';
import { DockerContext } from '../context/index.ts';
import { lifeOf } from '../context/life/life-of.ts';
import type { ContainerFamily, FamilyChange, FamilyOptions } from './index.ts';
import { VirtualFamilyClock } from './time/virtual-family-clock.fixture.ts';

/** What the tests of families need: an engine in memory, a context on it, and what the family tells. */
export class FamilyBench implements AsyncDisposable {
  readonly engine: FakeEngine;
  readonly dataDir: string;
  /** The clock of every family; replaced to stand for another process, whose clock began elsewhere. */
  clock = new VirtualFamilyClock();
  readonly #open: AsyncDisposable[] = [];

  private constructor(engine: FakeEngine, dataDir: string) {
    this.engine = engine;
    this.dataDir = dataDir;
  }

  static async setUp(options?: FakeEngineOptions): Promise<FamilyBench> {
    const engine = new FakeEngine(options);
    // Ends at once when it is asked to, and has something to say before it fails.
    engine.image('box:1', async (process) => {
      process.onSignal('SIGTERM', () => process.exit(0));
      await process.forever();
    });
    engine.image('broken:1', (process) => {
      process.stderr('no configuration\n');
      return 3;
    });
    return new FamilyBench(engine, await mkdtemp(join(tmpdir(), 'family-')));
  }

  /** A blueprint that has just started: the first, or the next one after a restart. */
  async connect(): Promise<DockerContext> {
    const ctx = await DockerContext.connect({
      transport: this.engine,
      cleanup: 'none',
      config: { name: 'bp', strict: 'off', shutdownGraceMs: 0, dataDir: this.dataDir, progress: 'off' },
      configSources: { args: false, env: false, envFile: false, file: false },
    });
    this.#open.push(ctx);
    return ctx;
  }

  async family(
    options: Partial<FamilyOptions<string, undefined>> = {},
    define?: (ctx: DockerContext, key: string) => ContainerBuilder<Container>,
    ctx?: DockerContext,
  ) {
    const context = ctx ?? (await this.connect());
    const life = lifeOf(context, 'test');
    const family = life.family<string, undefined>(
      {
        name: 'box',
        define: (key) => define?.(context, key) ?? context.container('box:1'),
        takesData: false,
        options: { idle: 'never', ...options },
        context,
      },
      this.clock,
    );
    life.connection.scope.use(family);
    const changes: string[] = [];
    const events: FamilyChange<string>[] = [];
    family.changes$.subscribe((change) => {
      events.push(change);
      changes.push(`${change.key} ${change.from}>${change.to} ${change.cause} ${change.generation}`);
    });
    /** Resolves once that change was told, before or after. */
    const told = async (change: string | RegExp) => {
      const is = (line: string) => (typeof change === 'string' ? line === change : change.test(line));
      await vi.waitFor(() => expect(changes.find(is), `${change} in ${changes.join('; ')}`).toBeDefined(), {
        timeout: 5_000,
        interval: 5,
      });
    };
    return { ctx: context, family, changes, events, told };
  }

  /** The blueprint ends and begins again on the same machine: its own clock starts at zero, that of the boot goes on. */
  async restart(ctx: DockerContext, afterMs = 0): Promise<DockerContext> {
    await ctx.close();
    await this.clock.advance(afterMs);
    this.clock = this.clock.successor();
    return await this.connect();
  }

  /** `/bp-box-…` as the engine lists them, with their state. */
  async containers(ctx: DockerContext): Promise<readonly string[]> {
    const all = await ctx.docker.engine.listContainers({ all: true });
    return all.map(({ Labels, State }) => `${Labels?.['dev.docktopus.family-key']} ${State}`).sort();
  }

  /** Moves the family's clock, and lets the engine answer what that causes. */
  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const thing of this.#open.splice(0).reverse()) await thing[Symbol.asyncDispose]();
    await this.engine[Symbol.asyncDispose]();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

export type Family = ContainerFamily<string, undefined>;
