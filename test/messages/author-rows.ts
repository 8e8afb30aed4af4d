import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BlueprintEnvironment,
  Container,
  container,
  DockerContext,
  Injector,
  loadConfig,
} from '@docktopus/core';
import { readDockerfile, WarmPool } from '@docktopus/core/kit';
import type { Rows } from './bench.ts';

class Cache extends DockerContext {
  @container<Cache>((c) => c.image('busybox:1.36').cmd(['sleep', '1000']).strict('off'))
  readonly redis!: Container;
}

class Circle extends DockerContext {
  @container<Circle>((c) => c.image('busybox:1.36').dependsOn('b').strict('off'))
  readonly a!: Container;
  @container<Circle>((c) => c.image('busybox:1.36').dependsOn('a').strict('off'))
  readonly b!: Container;
}

class Failing extends DockerContext {
  override onInit(): void {
    throw new Error('the licence has expired');
  }
}

/** One representative of each code of what an author writes: specs, settings, contexts, injection, pools. */
export const authorRows: Rows = {
  'dockerfile.invalid': [
    () => readDockerfile('FROM busybox\nCOPPY a b\n', 'Dockerfile'),
    'readDockerfile Dockerfile:2: unknown instruction COPPY; did you mean COPY?',
  ],
  'spec.invalid': [
    ({ docker }) => Container.builder(docker, 'Redis').ports('http').limits({ memory: 'much' }).spec,
    [
      'container.spec: 3 problems',
      '  image: got "Redis", expected a name in lower case, such as redis',
      '  ports[0]: got "http", expected a port from 0 to 65535 or an ascending range such as 8000-8010',
      "  limits.memory: got \"much\", expected bytes or a size such as '512m', '1.5g' or '64MiB'",
    ].join('\n'),
  ],
  'config.invalid': [
    async ({ folder }) => {
      await writeFile(join(folder, 'docktopus.config.json'), '{ "logLevel": "loud", "lifetme": 5 }');
      const sources = { directory: folder, args: false, env: {}, envFile: false } as const;
      (await loadConfig(sources)).read(BlueprintEnvironment);
    },
    [
      'config: 1 problem',
      '  logLevel from <folder>/docktopus.config.json: got "loud", expected one of trace, debug, info, warn, error, fatal, silent',
    ].join('\n'),
  ],
  'context.invalid': [
    () =>
      new WarmPool('pool', { make: () => Container.prototype, start: async () => {} }, { min: 3, max: 2 }),
    ['context.pool pool: 1 problem', '  max: got 2, expected at least min (3)'].join('\n'),
  ],
  'context.cycle': [
    (bench) => bench.connect(Circle),
    'context.plan a → b → a: these containers wait for each other. Remove one of these dependsOn',
  ],
  'context.failed': [(bench) => bench.connect(Failing), 'Failing.onInit: the licence has expired'],
  'context.in-use': [
    async (bench) => {
      await using _first = await bench.connect(Cache, {}, { single: true });
      await bench.connect(Cache, {}, { single: true });
    },
    "context.connect Cache: another instance of blueprint cache runs: process <pid> is alive. Stop that one first, or connect with single: 'standby' to wait for its end",
  ],
  'context.closed': [
    async (bench) => {
      const cache = await bench.connect(Cache);
      await cache.close();
      await cache.container('busybox:1.36').create();
    },
    'context.container Cache: the context has been closed',
  ],
  'inject.failed': [
    () => Injector.create().resolve(Symbol('database')),
    'inject Symbol(database): nothing was provided for it. Provide it with injector.provide(token, …), or ask for a class',
  ],
  'pool.exhausted': [
    async (bench) => {
      await using pool = new WarmPool(
        'sandbox',
        {
          make: () => bench.box().name('ab').slot(),
          start: async (box, signal) => void (await box.start({ signal })),
        },
        { min: 1, max: 1 },
      );
      await pool.lease();
      await pool.lease({ timeoutMs: 20 });
    },
    [
      'pool.lease sandbox: no container became free in time: 1 leased, 0 starting, at most 1. Give leases back earlier, wait longer with timeoutMs, or raise max',
      '  caused by pool.lease sandbox: no answer within 20 ms. Raise timeoutMs, or find out what it waits for',
    ].join('\n'),
  ],
  'pool.closed': [
    async () => {
      const pool = new WarmPool(
        'sandbox',
        { make: () => Container.prototype, start: async () => {} },
        { min: 0, max: 1 },
      );
      await pool.close();
      await pool.lease();
    },
    'pool.lease sandbox: the pool has been closed',
  ],
};
