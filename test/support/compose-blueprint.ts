import 'reflect-metadata';
import { once } from 'node:events';
import { type ComposeProject, compose } from '@docktopus/compose';
import { DockerContext } from '@docktopus/core';

interface Settings {
  readonly name: string;
  readonly project: string;
  readonly file: string;
  readonly endpoint: string;
  readonly lifetime: 'session' | 'persistent';
}

const settings: Settings = JSON.parse(process.argv[2] ?? '{}');
const say = (word: string) => process.stdout.write(`${word}\n`);

class ShopContext extends DockerContext {
  @compose(settings.file, { projectName: settings.project, lifetime: settings.lifetime, processEnv: false })
  readonly shop!: ComposeProject;

  override onInit() {
    say('init');
  }
}

const ctx = await ShopContext.connect({
  endpoint: settings.endpoint,
  config: { name: settings.name, strict: 'off', shutdownGraceMs: 1_000 },
  configSources: { args: false, env: false, envFile: false, file: false },
});
say('ready');
process.stdin.resume();
await Promise.race([once(process.stdin, 'end'), once(process, 'SIGTERM')]);
await ctx.close();
say('closed');
process.exit();
