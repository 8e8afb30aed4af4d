import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DockerContext } from '@docktopus/core';
import { sqliteQueue } from '@docktopus/queue';
import { type Blueprint, blueprint, silentLogger } from '@docktopus/runner';
import { z } from 'zod';
import { IMAGE } from '../harness/engine-socket.ts';
import { LABELS, RUN } from '../harness/own-containers.ts';
import type { Launch, Service } from './service.ts';
import { CONCURRENCY } from './services.ts';

const Work = z.object({ number: z.number().int() });
const CONNECT = {
  config: { name: RUN, strict: 'off', shutdownGraceMs: 5_000, progress: 'off' },
  configSources: { args: false, env: false, envFile: false, file: false },
} as const;

/** A webhook that answers once the job is in a file; a job that was accepted runs, whatever happens. */
export const durableService: Launch = async (ended) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-load-'));
  const store = sqliteQueue({ path: join(folder, 'jobs.db'), allowVolatile: true });
  const service = blueprint({
    jobs: ({ context, job }) => ({
      work: job(Work, (work) => live(context, work, ended), { durable: true, concurrency: CONCURRENCY }),
    }),
    producers: ({ webhook }) => [webhook({ path: '/work', jobId: 'work', auth: { type: 'none' } })],
    runner: (runner) =>
      runner.queue(store).http({ port: 0 }).options({ logger: silentLogger, connect: CONNECT }),
  });
  const served = await serve(service);
  return {
    port: served.port,
    close: async () => {
      await served.close();
      rmSync(folder, { recursive: true });
    },
  };
};

/** The same without a store, and with room for no more than twice what runs at a time. */
export const volatileService: Launch = async (ended) =>
  serve(
    blueprint({
      jobs: ({ context, job }) => ({
        work: job(Work, (work) => live(context, work, ended), { concurrency: CONCURRENCY }),
      }),
      producers: ({ webhook }) => [webhook({ path: '/work', jobId: 'work', auth: { type: 'none' } })],
      runner: (runner) =>
        runner
          .http({ port: 0 })
          .options({ logger: silentLogger, connect: CONNECT, maxInFlight: 2 * CONCURRENCY }),
    }),
  );

async function live(
  context: DockerContext,
  { number }: z.infer<typeof Work>,
  ended: (number: number) => void,
): Promise<void> {
  await context.container(IMAGE).cmd(['true']).labels(LABELS).networks('none').pull('never').run();
  ended(number);
}

async function serve(service: Pick<Blueprint, 'start' | 'stop' | 'runner'>): Promise<Service> {
  await service.start();
  return { port: service.runner.httpAddress?.port ?? 0, close: () => service.stop() };
}
