import { FakeEngine } from '@docktopus/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { config } from '../config/index.ts';
import type { Container } from '../container/index.ts';
import type { ConnectOptions } from './connect-options.ts';
import { container } from './container-decorator.ts';
import { DockerContext } from './docker-context.ts';

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

class Empty extends DockerContext {}

describe('life', () => {
  it('connects and closes', async () => {
    const { options } = setup();
    const ctx = await Empty.connect(options);
    expect(ctx.env.name).toBe('bp');
    await ctx.close();
    await ctx.close();
  });

  it('starts what it declares and removes it', async () => {
    class Two extends DockerContext {
      @container((c) => c.image('busybox:1.36').cmd(['sleep', '60']).dependsOn('db'))
      readonly web!: Container;
      @container((c) => c.image('busybox:1.36').cmd(['sleep', '60']))
      readonly db!: Container;
    }
    const { options } = setup();
    const ctx = await Two.connect(options);
    expect(await ctx.web.status()).toBe('running');
    await ctx.close();
    expect(ctx.web.id).toBeUndefined();
  });
});
