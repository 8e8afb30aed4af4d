import {
  type Container,
  type ContainerFamily,
  type ContainerPool,
  type ExecResult,
  ready,
} from '@docktopus/core';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { body, job } from '../handler/index.ts';
import { BlueprintRunner } from '../runner/index.ts';
import { blueprint } from './index.ts';

/** Only the compiler looks at what is in the functions of this file. */
const cache = blueprint({
  settings: { image: z.string().default('redis:7.4'), tenants: z.coerce.number().default(2) },
  init: async ({ env, context }) => ({ network: await context.networks.ensure(`${env.name}-net`) }),
  containers: ({ env, container, family, pool, init }) => ({
    redis: container(env.image).ports(6379).networks(init.network.Name).readyWhen(ready.port(6379)),
    seed: container(env.image).dependsOn({ redis: 'ready' }).cmd(['true']),
    tenants: family((tenant: string) => container(env.image).env({ TENANT: tenant }), { idle: 'never' }),
    warm: pool(container(env.image), { min: env.tenants }),
  }),
  jobs: ({ redis, tenants, warm, job }) => ({
    flush: job(z.object({ db: z.number() }), ({ db }) => redis.exec(['redis-cli', '-n', `${db}`, 'flushdb'])),
    count: job(() => 1),
    wake: job(z.string(), async (tenant, { run }) => {
      await using held = await tenants.use(tenant);
      expectTypeOf(warm).toEqualTypeOf<ContainerPool>();
      return await run.step('port', async () => held.id);
    }),
    nothing: job(async () => {}),
  }),
  producers: ({ cron, webhook }) => [
    cron('0 * * * *', 'flush', { db: 0 }),
    cron('0 * * * *', 'count'),
    webhook({ path: '/flush', jobId: 'flush', auth: { type: 'none' } }),
  ],
});

class CacheJobs {
  @job('flush')
  async flush(_redis: Container, @body(z.object({ db: z.number() })) call: { readonly db: number }) {
    return { flushed: call.db };
  }

  @job('tick')
  tick() {
    return 7;
  }
}

declare const runner: BlueprintRunner;

export async function mustCompile(): Promise<void> {
  expectTypeOf(await cache.call('flush', { db: 0 })).toEqualTypeOf<ExecResult>();
  expectTypeOf(await cache.call('count')).toEqualTypeOf<number>();
  expectTypeOf(await cache.call('count', undefined, { id: 'x' })).toEqualTypeOf<number>();
  expectTypeOf(await cache.call('nothing')).toBeVoid();
  await cache.submit('flush', { db: 0 }, { idempotencyKey: 'x', delayMs: 5 });
  expectTypeOf(await runner.call(cache, 'count')).toEqualTypeOf<number>();
  expectTypeOf(await runner.call(CacheJobs, 'flush', { db: 0 })).toEqualTypeOf<{ flushed: number }>();
  expectTypeOf(await runner.call(CacheJobs, 'tick')).toEqualTypeOf<number>();
  expectTypeOf(await runner.call('any', { body: 1 })).toEqualTypeOf<unknown>();
  BlueprintRunner.for(cache).configure((env) => expectTypeOf(env.tenants).toEqualTypeOf<number>());
  expectTypeOf<
    Parameters<Parameters<typeof cache.runner.configure>[0]>[0]['image']
  >().toEqualTypeOf<string>();
}

export async function mustNotCompile(): Promise<void> {
  // @ts-expect-error there is no such job
  await cache.call('flsh', { db: 0 });
  // @ts-expect-error the body is of another type
  await cache.call('flush', { db: '0' });
  // @ts-expect-error the body is missing
  await cache.call('flush');
  // @ts-expect-error the job takes no body
  await cache.call('count', 1);
  // @ts-expect-error the result is a number
  const text: string = await cache.call('count');
  // @ts-expect-error the body is of another type
  await cache.submit('flush', 0);
  // @ts-expect-error there is no such job
  await runner.call(cache, 'flsh', { db: 0 });
  // @ts-expect-error the class has no such method
  await runner.call(CacheJobs, 'flsh', { db: 0 });
  // @ts-expect-error no parameter of the method takes this
  await runner.submit(CacheJobs, 'flush', { db: '0' });
  blueprint({
    settings: { image: z.string() },
    // @ts-expect-error there is no such setting
    containers: ({ env, container }) => ({ redis: container(env.imge) }),
    jobs: () => ({}),
  });
  // @ts-expect-error a setting is a schema
  blueprint({ settings: { image: 'redis:7.4' }, jobs: () => ({}) });
  blueprint({
    // @ts-expect-error there is no such container to wait for
    containers: ({ container }) => ({ a: container('x'), b: container('x').dependsOn('c').cmd([]) }),
    jobs: () => ({}),
  });
  blueprint({
    // @ts-expect-error the name has a meaning already
    containers: ({ container }) => ({ env: container('x') }),
    jobs: () => ({}),
  });
  blueprint({
    containers: ({ container }) => ({ redis: container('redis') }),
    // @ts-expect-error there is no such container
    jobs: ({ rdis, job }) => ({ flush: job(() => rdis.status()) }),
  });
  blueprint({
    jobs: ({ job }) => ({ flush: job(z.object({ db: z.number() }), ({ db }) => db) }),
    // @ts-expect-error there is no such job
    producers: ({ cron }) => [cron('* * * * *', 'flsh', { db: 0 })],
  });
  blueprint({
    jobs: ({ job }) => ({ flush: job(z.object({ db: z.number() }), ({ db }) => db) }),
    // @ts-expect-error the body is of another type
    producers: ({ cron }) => [cron('* * * * *', 'flush', { db: '0' })],
  });
  blueprint({
    jobs: ({ job }) => ({
      // @ts-expect-error the body has no such property
      flush: job(z.object({ db: z.number() }), ({ dbs }) => dbs),
    }),
  });
  return void text;
}

export class RefusedBodies {
  @job('text')
  // @ts-expect-error the schema gives a number
  text(@body(z.number()) _text: string) {}

  @job('fits')
  fits(@body(z.number()) _number: number | string, @body() _anything: boolean) {}
}

test('what jobs are given is what was described', () => {
  type Parts = Parameters<Parameters<typeof blueprint>[0]['jobs']>[0];
  expectTypeOf<Parts>().toBeObject();
  expectTypeOf<ContainerFamily<string>>().toBeObject();
  expect(cache.context.name).toBe('blueprint');
});
