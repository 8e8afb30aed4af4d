import { Socket } from 'node:net';
import { DocktopusError } from '@docktopus/core';
import { settledWithin } from '@docktopus/core/kit';
import type { Logger } from '@docktopus/runner';
import type { Pool } from 'pg';
import { bullJobs } from './bull-jobs.ts';
import { loadBullMq, loadPostgres } from './bull-library.ts';
import { type BullQueueOptions, TIMEOUT_MS } from './bull-options.ts';
import { type BullServer, judgeServer } from './bull-server.ts';
import { OpenConnections } from './open-connections.ts';
import { postgresBackend } from './postgres-backend.ts';
import { PostgresGate } from './postgres-gate.ts';
import { quietClient } from './quiet-client.ts';
import { unavailable } from './redis-server.ts';
import { safeName } from './server-url.ts';

/** Connections at most: each queue, worker and listener of BullMQ has its own, and those that wait for news one more. */
const POOL = { own: 5, queue: 3, worker: 2, events: 1 };

/** Less than the store waits for all of it. */
const GOODBYE_MS = 1000;

/**
 * PostgreSQL, through BullMQ's own backend for it.
 *
 * @throws DocktopusError `queue.unavailable`, `queue.unsupported`, `queue.volatile`
 */
export async function postgresServer(options: BullQueueOptions, log: Logger): Promise<BullServer> {
  const { url, name = 'docktopus', allowVolatile = false, timeoutMs = TIMEOUT_MS } = options;
  const [bullmq, pg] = [await loadBullMq('pg'), await loadPostgres()];
  const Client = quietClient(pg);
  const { Queue, Worker, QueueEvents } = bullmq.withBackend(postgresBackend(bullmq, Client));
  const schema = name.replace(/[^A-Za-z0-9_]/g, '_');
  const server = safeName(url);
  const sockets = new OpenConnections('close', (socket: Socket) => socket.destroy());
  const stream = () => sockets.keep(new Socket());
  const end = async () => {
    await settledWithin(pool.end(), GOODBYE_MS);
    sockets.end();
  };
  const pool = new pg.Pool({
    Client,
    stream,
    connectionString: url,
    max: POOL.own,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    options: `-c search_path=${schema}`,
    keepAlive: true,
  });
  pool.on('error', () => undefined);
  const connection = {
    Client,
    stream,
    connectionString: url,
    schema,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
  };
  try {
    const survives = await check(pool, server, { allowVolatile, log });
    // The first one makes the tables; the others need them.
    const first = quiet(new Queue('docktopus', { connection: { ...connection, migrate: true } }));
    await first.waitUntilReady();
    await first.close();
    const gate = new PostgresGate(pool);
    await gate.open();
    return {
      name: server,
      survives,
      queue: (queue, patient = false) => {
        const own = { ...connection, max: POOL.queue, ...(!patient && { query_timeout: timeoutMs }) };
        return quiet(new Queue(queue, { connection: own })) as never;
      },
      worker: (queue, more) => {
        const own = { ...connection, max: POOL.worker };
        return quiet(new Worker(queue, null, { ...more, connection: own })) as never;
      },
      events: (queue) => {
        const own = { ...connection, max: POOL.events };
        return quiet(new QueueEvents(queue, { connection: own })) as never;
      },
      ...bullJobs(bullmq),
      gate,
      close: end,
    };
  } catch (error) {
    await end();
    if (error instanceof DocktopusError) throw error;
    throw unavailable(server, error);
  }
}

function quiet<T extends { on(event: 'error', listener: () => void): unknown }>(thing: T): T {
  thing.on('error', () => undefined);
  return thing;
}

async function check(
  pool: Pool,
  server: string,
  judge: { readonly allowVolatile: boolean; readonly log: Logger },
): Promise<BullServer['survives']> {
  const show = async (name: string) => {
    const { rows } = await pool.query<Record<string, string>>(`SHOW ${name}`);
    return rows[0]?.[name] ?? '';
  };
  const [fsync, commit] = [await show('fsync'), await show('synchronous_commit')];
  const problems = [
    ...(fsync === 'on'
      ? []
      : ['fsync is off, so a crash of its machine may destroy everything; set it to on']),
    ...(commit === 'off' ? ['synchronous_commit is off, so the last moments may be lost; set it to on'] : []),
  ];
  judgeServer(server, problems, [], judge);
  return problems.length > 0 ? 'nothing' : 'power-loss';
}
