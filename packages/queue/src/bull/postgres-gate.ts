import type { Pool, PoolClient } from 'pg';
import type { KeyGate } from './bull-server.ts';

const TABLES = `
CREATE TABLE IF NOT EXISTS key_turn (queue text NOT NULL, key text NOT NULL, turn bigint NOT NULL, PRIMARY KEY (queue, key));
CREATE TABLE IF NOT EXISTS key_time (queue text PRIMARY KEY, time bigint NOT NULL);
CREATE TABLE IF NOT EXISTS key_place (queue text NOT NULL, key text NOT NULL, job text NOT NULL, until bigint,
  since bigint NOT NULL, PRIMARY KEY (queue, key, job))`;

/** Fairness and limits of keys in PostgreSQL: one transaction each, and one at a time for each key. */
export class PostgresGate implements KeyGate {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async open(): Promise<void> {
    await this.#locked('tables', (client) => client.query(TABLES));
  }

  turns(queue: string, keys: readonly string[]): Promise<readonly number[]> {
    return this.#locked(`turns ${queue}`, async (client) => {
      const { rows } = await client.query<{ time: string }>('SELECT time FROM key_time WHERE queue = $1', [
        queue,
      ]);
      const time = Number(rows[0]?.time ?? 0);
      const turns: number[] = [];
      for (const key of keys) {
        const { rows: next } = await client.query<{ turn: string }>(
          `INSERT INTO key_turn AS k (queue, key, turn) VALUES ($1, $2, $3::bigint + 1)
          ON CONFLICT (queue, key) DO UPDATE SET turn = GREATEST(k.turn, $3::bigint) + 1 RETURNING turn`,
          [queue, key, time],
        );
        turns.push(Number(next[0]?.turn ?? 1) - 1);
      }
      await client.query('DELETE FROM key_turn WHERE queue = $1 AND turn < $2', [queue, time]);
      return turns;
    });
  }

  async served(queue: string, turn: number): Promise<void> {
    await this.#pool.query(
      `INSERT INTO key_time AS t (queue, time) VALUES ($1, $2)
      ON CONFLICT (queue) DO UPDATE SET time = GREATEST(t.time, excluded.time)`,
      [queue, turn],
    );
  }

  enter(queue: string, key: string, job: string, limit: number, leaseMs: number): Promise<boolean> {
    return this.#locked(`key ${queue} ${key}`, async (client) => {
      const { rows: clock } = await client.query<{ now: string }>(
        'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now',
      );
      const now = Number(clock[0]?.now);
      await client.query('DELETE FROM key_place WHERE queue = $1 AND key = $2 AND until <= $3', [
        queue,
        key,
        now,
      ]);
      const { rows } = await client.query<{ others: string }>(
        'SELECT count(*) AS others FROM key_place WHERE queue = $1 AND key = $2 AND until IS NOT NULL AND job <> $3',
        [queue, key, job],
      );
      const until = Number(rows[0]?.others) < limit ? now + Math.ceil(leaseMs) : null;
      await client.query(
        `INSERT INTO key_place AS p (queue, key, job, until, since) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (queue, key, job) DO UPDATE SET until = excluded.until`,
        [queue, key, job, until, now],
      );
      return until !== null;
    });
  }

  leave(queue: string, key: string, job: string): Promise<string | undefined> {
    return this.#locked(`key ${queue} ${key}`, async (client) => {
      await client.query('DELETE FROM key_place WHERE queue = $1 AND key = $2 AND job = $3', [
        queue,
        key,
        job,
      ]);
      const { rows } = await client.query<{ job: string }>(
        `DELETE FROM key_place WHERE (queue, key, job) IN (
          SELECT queue, key, job FROM key_place WHERE queue = $1 AND key = $2 AND until IS NULL ORDER BY since LIMIT 1
        ) RETURNING job`,
        [queue, key],
      );
      return rows[0]?.job;
    });
  }

  async failedWith(queue: string, reason: string): Promise<number> {
    const { rows } = await this.#pool.query<{ count: string }>(
      `SELECT count(*) AS count FROM job WHERE queue = $1 AND state = 'failed' AND starts_with(failed_reason, $2)`,
      [queue, reason],
    );
    return Number(rows[0]?.count ?? 0);
  }

  async #locked<T>(what: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`docktopus ${what}`]);
      const value = await work(client);
      await client.query('COMMIT');
      return value;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}
