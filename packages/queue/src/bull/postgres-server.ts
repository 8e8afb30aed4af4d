import { DocktopusError } from '@docktopus/core';
import type { Logger } from '@docktopus/runner';
import type { ClientConfig, Pool } from 'pg';
import { bullJobs } from './bull-jobs.ts';
import { loadBullMq, loadPostgres, type Postgres } from './bull-library.ts';
import { type BullQueueOptions, TIMEOUT_MS } from './bull-options.ts';
import { type BullServer, judgeServer } from './bull-server.ts';
import { PostgresGate } from './postgres-gate.ts';
import { safeName, unavailable } from './redis-server.ts';

/** Connections at most: each queue, worker and listener of BullMQ has its own, and those that wait for news one more. */
const POOL = { own: 5, queue: 3, worker: 2, events: 1 };

/**
 * PostgreSQL, through BullMQ's own backend for it.
 *
 * @throws DocktopusError `queue.unavailable`, `queue.unsupported`, `queue.volatile`
 */
export async function postgresServer(options: BullQueueOptions, log: Logger): Promise<BullServer> {
  const { url, name = 'docktopus', allowVolatile = false, timeoutMs = TIMEOUT_MS } = options;
  const [bullmq, pg] = [await loadBullMq('pg'), await loadPostgres()];
  const { Queue, Worker, QueueEvents } = bullmq.withBackend(bullmq.createPostgresBackend);
  const schema = name.replace(/[^A-Za-z0-9_]/g, '_');
  const server = safeName(url);
  const Client = quietClient(pg);
  const pool = new pg.Pool({
    Client,
    connectionString: url,
    max: POOL.own,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    options: `-c search_path=${schema}`,
    keepAlive: true,
  });
  pool.on('error', () => undefined);
  const connection = { Client, connectionString: url, schema, connectionTimeoutMillis: timeoutMs };
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
      queue: (queue) => quiet(new Queue(queue, { connection: { ...connection, max: POOL.queue } })) as never,
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
      close: () => pool.end(),
    };
  } catch (error) {
    await pool.end().catch(() => undefined);
    if (error instanceof DocktopusError) throw error;
    throw unavailable(server, error);
  }
}

function quiet<T extends { on(event: 'error', listener: () => void): unknown }>(thing: T): T {
  thing.on('error', () => undefined);
  return thing;
}

/**
 * A connection that the server ends fails its queries. While it is lent by a pool, nothing else listens to it, and its
 * 'error' would end the process.
 */
export function quietClient({ Client }: Pick<Postgres, 'Client'>): Postgres['Client'] {
  return class extends Client {
    constructor(config?: string | ClientConfig) {
      super(config);
      quiet(this);
    }
  };
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
