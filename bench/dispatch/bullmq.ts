import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue, QueueEvents, Worker } from 'bullmq';
import type { Dispatcher } from './contenders.ts';

/**
 * BullMQ with a separate Redis on a Unix socket, without persistence. It does more: its jobs live in another process
 * and survive this one.
 *
 * @returns why it cannot be measured, when there is no Redis.
 */
export async function bullmq(): Promise<Dispatcher | string> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-redis-'));
  const path = join(directory, 'redis.sock');
  const options = [
    '--port',
    '0',
    '--unixsocket',
    path,
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    directory,
  ];
  const redis = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
  process.once('exit', () => redis.kill());
  const problem = await started(redis);
  if (problem !== undefined) return problem;

  const connection = { path, maxRetriesPerRequest: null };
  const queue = new Queue('bench', {
    connection,
    defaultJobOptions: { removeOnComplete: { count: 10_000 } },
  });
  const events = new QueueEvents('bench', { connection });
  const context = { answer: 42 };
  const worker = new Worker('bench', async () => context.answer, { connection, concurrency: 1024 });
  await Promise.all([queue.waitUntilReady(), events.waitUntilReady(), worker.waitUntilReady()]);
  queue.setMaxListeners(0);
  events.setMaxListeners(0);
  return {
    name: 'BullMQ, Redis on the same machine',
    call: async () => (await queue.add('x', {})).waitUntilFinished(events),
    share: 0.01,
    close: async () => {
      await worker.close();
      await Promise.all([queue.close(), events.close()]);
      redis.kill();
      await once(redis, 'exit');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function started(redis: ReturnType<typeof spawn>): Promise<string | undefined> {
  const failed = once(redis, 'error').then(([error]: Error[]) => `no Redis: ${error?.message}`);
  const ready = (async () => {
    let said = '';
    for await (const chunk of redis.stdout ?? []) {
      said += String(chunk);
      if (said.includes('accept connections')) break;
    }
    return undefined;
  })();
  return Promise.race([failed, ready]);
}
