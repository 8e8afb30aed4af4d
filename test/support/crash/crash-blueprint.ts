/**
 * A small blueprint that a test kills. Its settings come as JSON in the first argument; it says on stdout how far it
 * has come, one word a line, and stays until its stdin ends.
 */
import 'reflect-metadata';
import { once } from 'node:events';
import { type Cleanup, type Container, container, DockerContext } from '@docktopus/core';

interface Settings {
  readonly name: string;
  readonly label: string;
  readonly image: string;
  readonly endpoint: string;
  readonly cleanup: Cleanup;
  /** Of the persistent container. @default none */
  readonly persistent?: string;
  readonly single?: true | 'standby';
}

const settings: Settings = JSON.parse(process.argv[2] ?? '{}');
const say = (word: string) => process.stdout.write(`${word}\n`);

class Doomed extends DockerContext {
  @container<Doomed>((c, ctx) => ctx.box(c.image(settings.image)).networks('host'))
  readonly first!: Container;

  @container<Doomed>((c, ctx) =>
    ctx.box(c.image(settings.image)).dependsOn('first').volumes('/scratch').networks('host'),
  )
  readonly second!: Container;

  @container<Doomed>((c, ctx) =>
    ctx.box(c.image(settings.image)).dependsOn('first').networks(`${settings.name}-net`),
  )
  readonly third!: Container;

  box(builder: ReturnType<DockerContext['container']>) {
    return builder
      .cmd(['sleep', '600'])
      .labels({ [settings.label]: '' })
      .pull('never');
  }

  override async onInit() {
    say('init');
    await this.networks.ensure(`${settings.name}-net`, { labels: { [settings.label]: '' } });
    say('network');
  }
}

class Persistent extends DockerContext {
  @container((c) =>
    c
      .image(settings.image)
      .cmd(['sleep', settings.persistent ?? '600'])
      .labels({ [settings.label]: '' })
      .lifetime('persistent')
      .networks('host')
      .pull('never'),
  )
  readonly store!: Container;

  override onReady() {
    say(`store ${this.store.id}`);
  }
}

const type: typeof DockerContext = settings.persistent === undefined ? Doomed : Persistent;
say('begin');
const ctx = await type.connect({
  single: settings.single,
  onStandby: () => say('standby'),
  endpoint: settings.endpoint,
  cleanup: settings.cleanup,
  config: { name: settings.name, strict: 'off', shutdownGraceMs: 0 },
  configSources: { args: false, env: false, envFile: false, file: false },
});
say('ready');
process.stdin.resume();
await once(process.stdin, 'end');
await ctx.close();
say('closed');
