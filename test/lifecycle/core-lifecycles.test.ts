import {
  Container,
  connectDocker,
  container,
  type Docker,
  DockerContext,
  type ErrorCode,
} from '@docktopus/core';
import { ContainerGroup, type GroupOwner, Scope, StatusHub, statusHub, WarmPool } from '@docktopus/core/kit';
import { FakeEngine } from '@docktopus/testing';
import type { Observable } from 'rxjs';
import { type Life, testLifecycle } from './lifecycle-suite.ts';
import { opened, thingsIn } from './opened.ts';

const IMAGE = 'busybox:1.36';
const ENDED: readonly ErrorCode[] = ['aborted', 'engine.closed', 'context.closed'];
/** What a command meets whose container is removed under it. */
const GONE: readonly ErrorCode[] = [
  'container.not-created',
  'container.not-running',
  'container.not-found',
  'container.removed',
  'container.exited',
  'exec.not-found',
];

testLifecycle({
  name: 'a scope',
  refusals: ['context.closed'],
  make(): Life {
    const scope = new Scope('test');
    const held = new Set<string>();
    let count = 0;
    return {
      async use() {
        count += 1;
        const name = `thing ${count}`;
        scope.use(async () => {
          await new Promise<void>((resolve) => setImmediate(resolve));
          held.delete(name);
        });
        held.add(name);
      },
      end: () => scope.close(),
      held: () => [...held],
    };
  },
});

testLifecycle({
  name: 'a client',
  refusals: ENDED,
  make(): Life {
    const fake = new FakeEngine();
    const held = new Set<string>();
    const client = opened(
      (signal) => connectDocker({ transport: fake, signal }),
      (docker) => docker.close(),
    );
    return {
      ...client,
      async use() {
        const docker = await client.thing();
        if (docker === undefined) return;
        docker.use(() => void held.delete('a thing of the client'));
        held.add('a thing of the client');
        await docker.engine.ping();
      },
      held: () => [...held],
      dispose: () => fake[Symbol.asyncDispose](),
    };
  },
});

class Cache extends DockerContext {
  @container<Cache>((c) => c.image(IMAGE).cmd(['sleep', '1000']).strict('off'))
  readonly redis!: Container;

  override async onInit(): Promise<void> {
    await this.networks.ensure('cache');
  }
}

testLifecycle({
  name: 'a context',
  refusals: [...ENDED, ...GONE],
  make(): Life {
    const fake = new FakeEngine({ ports: 'none' });
    const context = opened(
      (signal) =>
        Cache.connect({
          transport: fake,
          signal,
          cleanup: 'none',
          config: { name: 'cache', testMode: true, shutdownGraceMs: 0 },
          configSources: { args: false, env: {}, envFile: false, file: false },
        }),
      (cache) => cache.close(),
    );
    return {
      ...context,
      async use() {
        const cache = await context.thing();
        await cache?.redis.exec(['true']);
        await cache?.container(IMAGE).cmd(['sleep', '1000']).strict('off').create();
      },
      held: () => thingsIn(fake),
      dispose: () => fake[Symbol.asyncDispose](),
    };
  },
});

testLifecycle({
  name: 'a pool',
  refusals: ['pool.closed', ...GONE],
  async make(): Promise<Life> {
    const fake = new FakeEngine({ ports: 'none' });
    const docker = await connectDocker({ transport: fake });
    const spec = slotOf(docker);
    const source = {
      make: () => spec.slot(),
      start: async (member: Container, signal: AbortSignal) => void (await member.start({ signal })),
    };
    const pool = new WarmPool('pool', source, { min: 1, max: 3 });
    return {
      start: () => pool.ready(),
      async use() {
        const lease = await pool.lease();
        await lease.container.exec(['true']);
        await lease[Symbol.asyncDispose]();
      },
      end: () => pool.close(),
      held: () => thingsIn(fake),
      async dispose() {
        await docker.close();
        await fake[Symbol.asyncDispose]();
      },
    };
  },
});

testLifecycle({
  name: 'a container',
  refusals: GONE,
  restarts: true,
  async make(): Promise<Life> {
    const fake = new FakeEngine({ ports: 'none' });
    const docker = await connectDocker({ transport: fake });
    const box = slotOf(docker).slot();
    return {
      start: () => box.start(),
      use: () => box.exec(['true']),
      end: () => box.remove({ force: true }),
      held: () => thingsIn(fake),
      async dispose() {
        await docker.close();
        await fake[Symbol.asyncDispose]();
      },
    };
  },
});

/** The owner of a group whose containers are known by two labels. */
const owner: GroupOwner = {
  kind: 'test',
  labels: ['test.member'],
  memberOf: (labels) => labels['test.member'],
  engineName: (member) => `group-${member}`,
  newBecause: () => undefined,
  slotOwner: (member) => (specHash) => ({
    labels: { 'test.member': member, 'test.hash': specHash },
    adopts: ({ labels }) =>
      labels['test.hash'] === specHash
        ? { adoption: 'adopt', why: 'it has the same spec' }
        : { adoption: 'foreign', why: 'it is not of this test' },
  }),
};

testLifecycle({
  name: 'a group of containers that depend on each other',
  refusals: [...ENDED, ...GONE],
  async make(): Promise<Life> {
    const fake = new FakeEngine({ ports: 'none' });
    const docker = await connectDocker({ transport: fake });
    const group = new ContainerGroup(docker, owner);
    const ending = new AbortController();
    const starts = new Set<Promise<void>>();
    group.add('db', slotOf(docker).spec);
    group.add('app', slotOf(docker).dependsOn('db').spec);
    return {
      start() {
        const start = group.start({ signal: ending.signal });
        starts.add(start);
        return start;
      },
      use: () => group.containers.get('app').exec(['true']),
      async end() {
        ending.abort();
        await Promise.allSettled(starts);
        await group.stop({ remove: true, graceMs: 0 });
      },
      held: () => thingsIn(fake),
      async dispose() {
        group.close();
        await docker.close();
        await fake[Symbol.asyncDispose]();
      },
    };
  },
});

testLifecycle({
  name: 'a status hub',
  refusals: ['engine.closed', 'container.not-found'],
  async make(): Promise<Life> {
    const fake = new FakeEngine({ ports: 'none' });
    const docker = await connectDocker({ transport: fake });
    const box = await slotOf(docker).create();
    const watched = subscriptions(() => hub.watch(box.id ?? ''));
    const hub = new StatusHub(docker.engine);
    return {
      ...watched,
      use: () => hub.look(box.id ?? ''),
      end: async () => hub[Symbol.dispose](),
      async dispose() {
        await docker.close();
        await fake[Symbol.asyncDispose]();
      },
    };
  },
});

testLifecycle({
  name: 'the status of a client',
  refusals: ENDED,
  async make(): Promise<Life> {
    const fake = new FakeEngine({ ports: 'none' });
    const docker = await connectDocker({ transport: fake });
    const box = await slotOf(docker).create();
    return {
      ...subscriptions(() => statusHub(docker).watch(box.id ?? '')),
      use: () => box.status(),
      end: () => docker.close(),
      dispose: () => fake[Symbol.asyncDispose](),
    };
  },
});

function slotOf(docker: Docker) {
  return Container.builder(docker, IMAGE).cmd(['sleep', '1000']).strict('off');
}

/** Each start subscribes once more; what is held is what has not completed. */
function subscriptions(stream: () => Observable<unknown>) {
  let open = 0;
  return {
    async start() {
      const watched = stream();
      open += 1;
      watched.subscribe({
        complete() {
          open -= 1;
        },
      });
    },
    held: () => Array.from({ length: open }, () => 'a subscription that has not completed'),
  };
}
