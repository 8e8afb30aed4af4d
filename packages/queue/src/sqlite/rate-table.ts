import type { ConsumedJob } from '@docktopus/runner/durable';
import type { Statements } from './statements.ts';

interface Bucket {
  readonly name: string;
  readonly limit: number;
  readonly perMs: number;
}

/** Tokens that come back at a steady rate, kept in the database so that all processes share them. */
export class RateTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /**
   * Takes a token for each start, at most `wanted`, of the job and of its key.
   *
   * @param worthIt whether there is anything to start; asked when tokens are there.
   * @returns how many were there, and milliseconds until there is one when none was.
   */
  take(
    kind: ConsumedJob,
    key: string | undefined,
    wanted: number,
    now: number,
    worthIt: () => boolean = () => true,
  ): { readonly count: number; readonly waitMs: number } {
    const buckets = bucketsOf(kind, key);
    if (buckets.length === 0) return { count: wanted, waitMs: Number.POSITIVE_INFINITY };
    const levels = buckets.map((bucket) => ({ bucket, tokens: this.#level(bucket, now) }));
    const count = Math.min(wanted, ...levels.map(({ tokens }) => Math.floor(tokens + 1e-9)));
    if (count < 1) {
      const waits = levels.map(({ bucket, tokens }) => ((1 - tokens) * bucket.perMs) / bucket.limit);
      return { count: 0, waitMs: worthIt() ? Math.max(1, ...waits) : Number.POSITIVE_INFINITY };
    }
    for (const { bucket, tokens } of levels) this.#write(bucket.name, tokens - count, now);
    return { count, waitMs: Number.POSITIVE_INFINITY };
  }

  /** Puts back tokens that were not used. */
  giveBack(kind: ConsumedJob, key: string | undefined, count: number): void {
    if (count <= 0) return;
    for (const { name } of bucketsOf(kind, key)) {
      this.#sql.run('UPDATE rates SET tokens = tokens + ? WHERE name = ?', count, name);
    }
  }

  #level({ name, limit, perMs }: Bucket, now: number): number {
    const row = this.#sql.first('SELECT tokens, at FROM rates WHERE name = ?', name);
    if (row === undefined) return limit;
    const passedMs = now - Number(row.at);
    // A clock that was set back must not make anybody wait for it.
    if (passedMs < 0) return limit;
    return Math.min(limit, Number(row.tokens) + (passedMs * limit) / perMs);
  }

  #write(name: string, tokens: number, now: number): void {
    this.#sql.run(
      'INSERT INTO rates (name, tokens, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET tokens = excluded.tokens, at = excluded.at',
      name,
      tokens,
      Math.trunc(now),
    );
  }
}

function bucketsOf({ job, rate, keyRate }: ConsumedJob, key: string | undefined): readonly Bucket[] {
  const all: Bucket[] = [];
  if (rate !== undefined) all.push({ name: job, ...rate });
  if (keyRate !== undefined && key !== undefined) all.push({ name: `${job} ${key}`, ...keyRate });
  return all;
}
