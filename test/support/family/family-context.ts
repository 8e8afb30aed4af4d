import {
  type Container,
  type ContainerBuilder,
  type ContainerFamily,
  DockerContext,
  type FamilyOptions,
} from '@docktopus/core';
import { busyboxImage, engineEndpoint, uniqueName } from '../engine.ts';
import { Labelled } from '../labelled.ts';

/** Ends as soon as it is asked to. */
const PATIENT = ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 60 & wait $!; done'];

/** A context with families of one test: their containers carry its label, and are removed when it ends. */
export class FamilyContext implements AsyncDisposable {
  readonly things: Labelled;
  readonly name: string;
  readonly ctx: DockerContext;

  private constructor(things: Labelled, name: string, ctx: DockerContext) {
    this.things = things;
    this.name = name;
    this.ctx = ctx;
  }

  static async connect(endpoint = engineEndpoint(), dataDir?: string): Promise<FamilyContext> {
    const things = await Labelled.connect(endpoint);
    const name = uniqueName('family');
    const ctx = await DockerContext.connect({
      endpoint,
      cleanup: 'none',
      config: { name, strict: 'off', shutdownGraceMs: 0, progress: 'off', ...(dataDir && { dataDir }) },
      configSources: { args: false, env: false, envFile: false, file: false },
    });
    return new FamilyContext(things, name, ctx);
  }

  /** A container of this test that waits to be stopped, on no network: that costs least. */
  box(cmd: readonly string[] = PATIENT): ContainerBuilder<Container> {
    return this.ctx
      .container(busyboxImage())
      .cmd(cmd)
      .labels({ [this.things.label]: '' })
      .pull('never')
      .networks('none');
  }

  family(
    options: Partial<FamilyOptions<string, undefined>> = {},
    define: (key: string) => ContainerBuilder<Container> = () => this.box(),
  ): ContainerFamily<string, undefined> {
    return this.ctx.family<string>('box', (key: string) => define(key), { idle: 'never', ...options });
  }

  /** The containers that the engine has of this test, as `"key" state`. */
  async containers(): Promise<readonly string[]> {
    const filters = { label: [this.things.label] };
    const found = await this.things.docker.engine.listContainers({ all: true, filters });
    return found.map(({ Labels, State }) => `${Labels['dev.docktopus.family-key']} ${State}`).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.ctx.close();
    await this.things[Symbol.asyncDispose]();
  }
}
