import { inspect } from 'node:util';
import {
  BlueprintEnvironment,
  type Container,
  config,
  container,
  DockerContext,
  type Infer,
  ready,
  secret,
} from '@docktopus/core';
import { FaultProxy } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';
import { Labelled } from '../support/labelled.ts';

const CANARY = `canary-${'4f1d9a'.repeat(4)}`;

const Settings = BlueprintEnvironment.extend({
  password: secret(z.string()),
  size: z.coerce.number().default(1),
});

/** Everything that a person or a log could see of a value. */
function shown(value: unknown): string {
  const asError = value instanceof Error ? `${value.message}\n${value.stack}` : '';
  return [asError, inspect(value, { depth: 20, showHidden: true }), JSON.stringify(value) ?? ''].join('\n');
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('it was expected to fail'),
    (error: unknown) => error,
  );
}

test('a secret in settings, container and registry login shows nowhere', async () => {
  await using things = await Labelled.connect();
  await using proxy = await FaultProxy.start(engineEndpoint());
  class Guarded extends DockerContext {
    @config(Settings) override readonly env!: Infer<typeof Settings>;

    @container<Guarded>((c, ctx) =>
      ctx.guarded(c.image(busyboxImage())).cmd(['sleep', '600']).lifetime('session'),
    )
    readonly box!: Container;

    guarded(builder: ReturnType<DockerContext['container']>) {
      const content = this.env.password.reveal();
      return builder
        .env({ PASSWORD: content })
        .files({ target: '/password', content, secret: true })
        .labels({ [things.label]: '' })
        .pull('never');
    }
  }
  const connect = (more: Readonly<Record<string, unknown>> = {}) =>
    Guarded.connect({
      endpoint: proxy.endpoint,
      cleanup: 'sweep',
      config: { name: uniqueName('secret'), strict: 'off', shutdownGraceMs: 0, ...more },
      configSources: { args: false, env: { DOCKTOPUS_PASSWORD: CANARY }, envFile: false, file: false },
    });
  const seen: string[] = [];

  await using ctx = await connect();
  const inside = await ctx.box.exec(['sh', '-c', 'cat /password; echo "$PASSWORD"']);
  expect(inside.stdout.split(CANARY)).toHaveLength(3);
  seen.push(shown(ctx.env), shown(ctx.plan), shown(ctx), `${ctx.env.password}`);
  for (const { Labels, Names } of await ctx.docker.engine.listContainers({ all: true }))
    seen.push(shown([Names, Labels]));

  const failing = await ctx.guarded(ctx.container(busyboxImage())).cmd(['/not-there']).create();
  seen.push(shown(await failure(failing.start())));
  const telling = await ctx
    .guarded(ctx.container(busyboxImage()))
    .cmd(['sh', '-c', 'echo "$PASSWORD"; cat /password; exit 3'])
    .readyWhen(ready.log('never'))
    .create();
  const told = shown(await failure(telling.start()));
  expect(told).toContain('[secret]');
  seen.push(told);
  seen.push(shown(await failure(ctx.guarded(ctx.container('absent/image:1')).create())));
  seen.push(shown(await failure(connect({ size: 'many' }))));
  seen.push(shown(await failure(connect({ logLevel: 'loud' }))));
  const auth = { username: 'me', password: CANARY };
  seen.push(shown(await failure(ctx.docker.images.pull('127.0.0.1:9/private/image:1', { auth }))));
  for (const { method, url } of proxy.requests) seen.push(`${method} ${url}`);

  for (const text of seen) expect(text).not.toContain(CANARY);
  // Base64 is how a login travels, and how a file could.
  const encoded = Buffer.from(CANARY).toString('base64').slice(4, -4);
  for (const text of seen) expect(text).not.toContain(encoded);
  expect(proxy.requests.length).toBeGreaterThan(10);
});
