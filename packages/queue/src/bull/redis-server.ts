import { DocktopusError } from '@docktopus/core';
import type { Logger } from '@docktopus/runner';
import type { Redis, RedisOptions } from 'ioredis';
import { bullJobs } from './bull-jobs.ts';
import { loadBullMq, loadRedis } from './bull-library.ts';
import { type BullQueueOptions, TIMEOUT_MS } from './bull-options.ts';
import { type BullServer, judgeServer } from './bull-server.ts';
import { corkTurns } from './cork-turns.ts';
import { OpenConnections } from './open-connections.ts';
import { RedisGate } from './redis-gate.ts';
import { safeName } from './server-url.ts';

/** Lua scripts and stream commands that BullMQ needs. */
const OLDEST = [6, 2] as const;

/**
 * Redis or Valkey.
 *
 * @throws DocktopusError `queue.unavailable`, `queue.unsupported`, `queue.volatile`
 */
export async function redisServer(options: BullQueueOptions, log: Logger): Promise<BullServer> {
  const { url, name: prefix = 'docktopus', allowVolatile = false, timeoutMs = TIMEOUT_MS } = options;
  const [bullmq, RedisClient] = [await loadBullMq('ioredis'), await loadRedis()];
  const address = url.replace(/^valkey/, 'redis');
  const connections = new OpenConnections('end', (client: Redis) => client.disconnect());
  // BullMQ duplicates our connections for calls that block.
  const keep = (client: Redis): Redis => {
    const duplicate = client.duplicate.bind(client);
    client.duplicate = (...args) => keep(duplicate(...args));
    return connections.keep(client);
  };
  let said: unknown;
  const connect = (more: RedisOptions): Redis => {
    const client = new RedisClient(address, { lazyConnect: true, ...more } as never);
    // Each call says what failed; without a listener, so would the whole process.
    client.on('error', (error) => {
      said = error;
    });
    return corkTurns(keep(client));
  };
  // Callers are answered: a server that is away fails a call in time. Workers wait for it to come back.
  const asking = connect({ maxRetriesPerRequest: 2, socketTimeout: timeoutMs, connectTimeout: timeoutMs });
  const working = connect({ maxRetriesPerRequest: null });
  const server = safeName(url);
  try {
    await connected(asking, () => said);
    const survives = await check(asking, server, { allowVolatile, log });
    await working.connect();
    return {
      name: server,
      survives,
      queue: (name, patient = false) => {
        const connection = patient ? working : asking;
        return quiet(new bullmq.Queue(name, { connection, prefix, skipVersionCheck: true }));
      },
      worker: (name, more) =>
        quiet(
          new bullmq.Worker(name, null, { ...more, connection: working, prefix, skipVersionCheck: true }),
        ),
      events: (name) =>
        quiet(new bullmq.QueueEvents(name, { connection: working, prefix, skipVersionCheck: true })),
      ...bullJobs(bullmq),
      gate: new RedisGate(asking, prefix),
      close: async () => connections.end(),
    };
  } catch (error) {
    connections.end();
    if (error instanceof DocktopusError) throw error;
    throw unavailable(server, error);
  }
}

/** A server that refuses a user, a password or a database says one of these: words of Redis, classes of PostgreSQL. */
const REFUSAL = /^(WRONGPASS|NOAUTH|NOPERM|ERR invalid password|ERR DB index|28...|3D000)\b/;

export function unavailable(server: string, error: unknown): DocktopusError {
  const cause = withoutCommand(error);
  // Node says only the code of an address that has several, none of which answers.
  const { code } = cause as NodeJS.ErrnoException;
  const said = String(cause instanceof Error ? cause.message || code : cause).replace(/\.$/, '');
  const facts = { operation: 'bullQueue', subject: server, cause } as const;
  if (REFUSAL.test(said) || REFUSAL.test(String(code)))
    return new DocktopusError('queue.unavailable', {
      ...facts,
      reason: `the server refuses the connection: ${said}`,
      hint: 'Check the user, the password and the database of url',
    });
  return new DocktopusError('queue.unavailable', {
    ...facts,
    reason: `the server does not answer: ${said}`,
    hint: 'Check that it runs, and that url, user and password are right',
  });
}

/** An error of Redis has its command, and that of AUTH the password. */
function withoutCommand(error: unknown): unknown {
  if (!(error instanceof Error && 'command' in error)) return error;
  const plain = new Error(error.message);
  plain.name = error.name;
  return plain;
}

/** @throws what kept it from connecting: its client says of that only that the connection is closed. */
async function connected(redis: Redis, said: () => unknown): Promise<void> {
  try {
    await redis.connect();
  } catch (error) {
    throw said() ?? error;
  }
  // Redis goes on in database 0 when it does not have the one of the URL.
  const { db = 0 } = redis.options;
  if (db !== 0) await redis.select(db);
}

/** What fails is told by the calls that fail. */
function quiet<T extends { on(event: 'error', listener: () => void): unknown }>(thing: T): T {
  thing.on('error', () => undefined);
  return thing;
}

async function check(
  redis: Redis,
  server: string,
  judge: { readonly allowVolatile: boolean; readonly log: Logger },
): Promise<BullServer['survives']> {
  checkVersion(await redis.info('server'), server);
  const config = await configOf(redis);
  if (config === undefined) {
    judge.log.warn('the queue cannot see how its server keeps what it is given: CONFIG GET is not allowed', {
      server,
    });
    return 'kill';
  }
  const { appendonly, appendfsync, policy } = config;
  const problems = [
    ...(appendonly === 'yes'
      ? []
      : ['appendonly is no, so a restart loses what came since the last snapshot; set it to yes']),
    ...(policy === 'noeviction'
      ? []
      : [`maxmemory-policy is ${policy}, so jobs vanish when memory is short; set it to noeviction`]),
  ];
  const warnings =
    appendonly !== 'yes' || appendfsync === 'always'
      ? []
      : [
          appendfsync === 'everysec'
            ? 'appendfsync is everysec: when the server is killed or its machine goes down, up to two seconds of what it has accepted are lost; always loses nothing'
            : 'appendfsync is no: when its machine goes down, some 30 seconds of what it has accepted are lost; set it to always or everysec',
        ];
  judgeServer(server, problems, warnings, judge);
  if (problems.length > 0) return 'nothing';
  return appendfsync === 'always' ? 'power-loss' : 'kill';
}

async function configOf(
  redis: Redis,
): Promise<{ appendonly: string; appendfsync: string; policy: string } | undefined> {
  try {
    const get = async (name: string) => String(((await redis.config('GET', name)) as unknown[])[1]);
    return {
      appendonly: await get('appendonly'),
      appendfsync: await get('appendfsync'),
      policy: await get('maxmemory-policy'),
    };
  } catch {
    return undefined;
  }
}

function checkVersion(info: string, server: string): void {
  // Valkey tells the version of Redis that it stands in for as well.
  const version = /^redis_version:(\d+)\.(\d+)/m.exec(info);
  const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)];
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new DocktopusError('queue.unsupported', {
    operation: 'bullQueue',
    subject: server,
    reason: `the server is Redis ${major}.${minor}, and BullMQ needs ${OLDEST.join('.')} or later`,
  });
}
