import 'reflect-metadata';
import { readdirSync, readlinkSync } from 'node:fs';
import { blueprint, silentLogger } from '@docktopus/runner';
import { z } from 'zod';
import { IMAGE } from '../harness/engine-socket.ts';
import { LABELS, RUN } from '../harness/own-containers.ts';
import { dataInUse } from '../status/heap.ts';
import type { Reading } from './reading.ts';

/**
 * A service of every kind: each request is a life of a container, in turn one of its own, one from a pool and a member of a
 * family, and something watches the status of each.
 */
const TENANTS = 7;
const Life = z.object({ number: z.number().int() });
const seen = { statuses: 0, lives: 0 };

const service = blueprint({
  containers: ({ container, pool, family }) => {
    const box = () =>
      container(IMAGE).cmd(['sleep', '600']).labels(LABELS).networks('none').stopSignal('SIGKILL');
    return {
      keeper: box(),
      workers: pool(box(), { min: 1, max: 4, idleMs: 2_000 }),
      // The member of a tenant dies before the tenant comes again, so each use makes a new one.
      // biome-ignore lint/suspicious/noThenProperty: it is the option's name, and its value is no function.
      tenants: family((_tenant: string) => box(), { idle: { after: '5s', then: 'remove' } }),
    };
  },
  jobs: ({ keeper, workers, tenants, context, job }) => ({
    life: job(Life, async ({ number }) => {
      const watch = keeper.status$.subscribe(() => (seen.statuses += 1));
      try {
        if (number % 3 === 0) {
          const own = context
            .container(IMAGE)
            .cmd(['echo', `${number}`])
            .labels(LABELS)
            .networks('none');
          const container = await own.create();
          const ends = container.status$.subscribe(() => (seen.statuses += 1));
          await container.start({ until: 'exited' });
          for await (const _ of container.logs());
          await container.remove();
          ends.unsubscribe();
        } else if (number % 3 === 1) {
          await using lease = await workers.lease();
          await lease.container.exec(['true']);
        } else {
          await using member = await tenants.use(`tenant-${number % TENANTS}`);
          await member.exec(['true']);
        }
      } finally {
        watch.unsubscribe();
      }
      seen.lives += 1;
    }),
  }),
  producers: ({ webhook }) => [
    webhook({
      path: '/lives',
      jobId: 'life',
      auth: { type: 'bearer', token: process.env.SOAK_TOKEN ?? '' },
      mode: 'result',
    }),
  ],
  runner: (runner) =>
    runner.http({ port: 0 }).options({
      logger: silentLogger,
      connect: {
        config: { name: RUN, strict: 'off', shutdownGraceMs: 5_000, progress: 'off' },
        configSources: { args: false, env: false, envFile: false, file: false },
      },
    }),
});

async function read(): Promise<Reading> {
  const files = readdirSync('/proc/self/fd').map(linkOf);
  return {
    lives: seen.lives,
    heapBytes: await dataInUse(),
    rssBytes: process.memoryUsage.rss(),
    handles: process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate').length,
    sockets: files.filter((file) => file?.startsWith('socket:')).length,
    files: files.length,
  };
}

/** It may be closed by now. */
function linkOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}

await service.start();
process.on('message', (wanted: 'read' | 'stop') => {
  if (wanted === 'read') void read().then((reading) => process.send?.(reading));
  else void service.stop().then(() => process.disconnect());
});
process.send?.(service.runner.httpAddress?.port);
