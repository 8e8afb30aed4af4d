import { type Container, container, DockerContext } from '@docktopus/core';
import { BlueprintRunner, interval, memoryQueue, Router, silentLogger } from '@docktopus/runner';
import { FakeEngine } from '@docktopus/testing';
import { HttpServer, RouteTable } from '../../packages/runner/src/http/index.ts';
import { ComponentGroup } from '../../packages/runner/src/supervision/index.ts';
import { type Life, testLifecycle } from './lifecycle-suite.ts';
import { opened, thingsIn } from './opened.ts';

/** Runs until it is told to stop. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

class Cache extends DockerContext {
  @container<Cache>((c) => c.image('busybox:1.36').cmd(['sleep', '1000']).strict('off'))
  readonly redis!: Container;
}

testLifecycle({
  name: 'a runner with contexts, producers, services, consumers and an HTTP server',
  refusals: ['runner.state', 'runner.stopping', 'job.cancelled', 'aborted'],
  make(): Life {
    const fake = new FakeEngine({ ports: 'none' });
    const held = new Set<string>();
    const runner = BlueprintRunner.for(Cache)
      .router(Router.create().route('echo', (call) => call.body))
      .options({
        logger: silentLogger,
        graceMs: 1_000,
        connect: {
          transport: fake,
          cleanup: 'none',
          config: { name: 'cache', testMode: true, shutdownGraceMs: 0 },
          configSources: { args: false, env: {}, envFile: false, file: false },
        },
      })
      .producer(interval(1, 'echo', { body: 1 }))
      .backgroundService(async ({ signal }) => {
        held.add('a background service');
        await untilAborted(signal);
        held.delete('a background service');
      })
      .consumer({
        name: 'consumer',
        open: () => void held.add('a consumer'),
        consume: () => undefined,
        close: () => void held.delete('a consumer'),
      })
      .http({ host: '127.0.0.1', port: 0 });
    return {
      start: () => runner.start(),
      use: () => runner.call('echo', 1),
      end: () => runner.stop(),
      held: async () => [...held, ...(await thingsIn(fake))],
      dispose: () => fake[Symbol.asyncDispose](),
    };
  },
});

testLifecycle({
  name: 'a runner with durable jobs',
  refusals: ['runner.state', 'runner.stopping', 'job.cancelled'],
  make(): Life {
    const store = memoryQueue();
    const working = new Set<string>();
    const router = Router.create().route(
      'work',
      async ({ id, signal }) => {
        working.add(id);
        await untilAborted(AbortSignal.any([signal, AbortSignal.timeout(1)]));
        working.delete(id);
      },
      { durable: true },
    );
    const runner = BlueprintRunner.for().router(router).queue(store).options({ logger: silentLogger });
    return {
      start: () => runner.start(),
      use: () => runner.submit('work', 1),
      end: () => runner.stop(),
      held: () => [...working],
    };
  },
});

testLifecycle({
  name: 'an HTTP server',
  refusals: [],
  make(): Life {
    const table = new RouteTable();
    table.on('GET', '/slow', () => new Response('ok'), 'test');
    const address = { host: '127.0.0.1', port: 0 };
    const server = opened(
      () => HttpServer.listen(table, address, silentLogger),
      (listening) => listening.close(AbortSignal.timeout(1_000)),
    );
    const answers = async () => {
      const listening = await server.thing();
      if (listening === undefined) return false;
      const { host, port } = listening.address;
      return fetch(`http://${host}:${port}/slow`).then(
        (response) =>
          response.text().then(
            () => true,
            () => true,
          ),
        () => false,
      );
    };
    return {
      ...server,
      use: answers,
      held: async () => ((await answers()) ? ['an open port'] : []),
    };
  },
});

testLifecycle({
  name: 'a group of supervised components',
  refusals: [],
  make(): Life {
    const group = new ComponentGroup('producer', silentLogger);
    const component = { name: 'p', restart: 'fail', run: () => untilAborted(group.signal) } as const;
    return {
      async start() {
        void group.run([{ ...component }], () => undefined);
      },
      use: async () => group.running,
      async end() {
        group.stop();
        await group.stopped();
      },
      held: () => group.running,
    };
  },
});
