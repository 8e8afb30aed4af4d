import type { Retention } from '@docktopus/runner/durable';
import type { Statements } from './statements.ts';

/** So many jobs are forgotten at a time, so that nothing waits for it. */
const AT_A_TIME = 500;
const PAGES_AT_A_TIME = 256;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Forgets ended jobs beyond what is kept, within a transaction. @returns whether there is more to do. */
export function sweep(sql: Statements, { done, dead }: Retention, now: number): boolean {
  const removed = [
    forget(sql, 'state = 3', done.count, now - done.ms),
    forget(sql, 'state > 3', dead.count, now - dead.ms),
  ];
  // A bucket of a week ago is full by now.
  sql.run('DELETE FROM rates WHERE at < ?', Math.trunc(now - 7 * DAY_MS));
  return removed.some((count) => count >= AT_A_TIME);
}

/** Gives pages that are not used any more back to the disk, outside of a transaction. */
export function shrink(sql: Statements): void {
  const free = Number(sql.first('PRAGMA freelist_count')?.freelist_count);
  if (free > PAGES_AT_A_TIME * 4) sql.all(`PRAGMA incremental_vacuum(${PAGES_AT_A_TIME})`);
}

function forget(sql: Statements, which: string, keep: number, before: number): number {
  const count = Number(sql.first(`SELECT count(*) AS count FROM jobs WHERE ${which}`)?.count);
  const beyond = Math.min(AT_A_TIME, Math.max(0, count - keep));
  return (
    sql.run(
      `DELETE FROM jobs WHERE seq IN (SELECT seq FROM jobs WHERE ${which} AND ended < ? ORDER BY ended LIMIT ${AT_A_TIME})`,
      Math.trunc(before),
    ) +
    (beyond === 0
      ? 0
      : sql.run(
          `DELETE FROM jobs WHERE seq IN (SELECT seq FROM jobs WHERE ${which} ORDER BY ended LIMIT ?)`,
          beyond,
        ))
  );
}
