import { DocktopusError } from '@docktopus/core';
import type * as BullMq from 'bullmq';
import type { Redis } from 'ioredis';
import type * as Pg from 'pg';

/** What of BullMQ is used. */
export type BullModule = typeof BullMq;
export type RedisConstructor = typeof Redis;
export type Postgres = Pick<typeof Pg, 'Client' | 'Pool'>;

/** @throws DocktopusError `queue.unsupported` when it is not installed, with the line that installs it. */
export async function loadBullMq(driver: 'ioredis' | 'pg'): Promise<BullModule> {
  return load(() => import('bullmq'), 'bullmq', driver);
}

/** @throws DocktopusError as {@link loadBullMq} */
export async function loadRedis(): Promise<RedisConstructor> {
  const { Redis } = await load(() => import('ioredis'), 'ioredis', 'ioredis');
  return Redis;
}

/** @throws DocktopusError as {@link loadBullMq} */
export async function loadPostgres(): Promise<Postgres> {
  const { default: pg } = await load(() => import('pg'), 'pg', 'pg');
  return pg;
}

async function load<T>(importing: () => Promise<T>, name: string, driver: string): Promise<T> {
  try {
    return await importing();
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
    throw new DocktopusError('queue.unsupported', {
      operation: 'bullQueue',
      reason: `the package ${name} is not installed`,
      hint: `npm install bullmq@6 ${driver}`,
      cause: error,
    });
  }
}
